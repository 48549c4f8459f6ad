package dev.assay.core.breakdown;

import static dev.assay.core.layers.TestLayers.FP16;
import static dev.assay.core.layers.TestLayers.FP32;
import static dev.assay.core.layers.TestLayers.chain;
import static dev.assay.core.layers.TestLayers.conv;
import static dev.assay.core.layers.TestLayers.reformat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.layers.EngineLayers;
import dev.assay.core.speed.Ceilings;
import dev.assay.core.speed.DataSheet;
import dev.assay.core.speed.SpeedOfLight;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BreakdownTest {
    private static final EngineLayers ENGINE =
            chain(
                    reformat("a", 32, FP32, FP16),
                    conv("a", 32, 32, FP16, FP16),
                    conv("b", 32, 32, FP32, FP32));

    private static final Ceilings CEILINGS =
            new Ceilings("test", "test", 1e9, Map.of("FP16", 1e12, "FP32", 1e10));

    private static Breakdown breakdown() {
        return Breakdown.of(
                ENGINE,
                Optional.of(
                        Profiles.of(
                                Profiles.kernel("copy", 10e-6, 0),
                                Profiles.kernel("sm80_a", 60e-6, 1),
                                Profiles.kernel("sm80_b", 20e-6, 2),
                                Profiles.kernel("someone's", 10e-6, -1))),
                Optional.of(CEILINGS));
    }

    @Test
    void sharesTheTimeByPrecision() {
        assertThat(breakdown().precisions())
                .extracting(it ->
                        it.precision() + " " + it.layers() + " " + Math.round(it.share() * 100))
                .containsExactlyInAnyOrder(
                        "FP16 1 60", "FP32 1 20", "reformats 1 10", "no known layer 0 10");
        assertThat(breakdown().sentence("FP16"))
                .isEqualTo(
                        "asked FP16: 1 of 2 computing layers and 60.0 % of the kernels' time run FP16, 1 reformats take 10.0 %");
    }

    @Test
    void takesSpeedOfLightFromTheSlowerOfTheTwoCeilings() {
        LayerCost half = breakdown().layers().get(1);
        LayerCost full = breakdown().layers().get(2);
        double flop = 2.0 * 4 * 64 * 32 * 32 * 9;

        assertThat(half.work().flop()).hasValue(flop);
        // Two tensors of 4x32x8x8 halves and 32x32x9 weights at 1 GB/s; arithmetic is faster.
        double bytes = 2 * 4 * 32 * 64 * 2 + 32 * 32 * 9 * 2;
        assertThat(half.bound()).isEqualTo(SpeedOfLight.Bound.MEMORY);
        assertThat(half.lightSeconds().getAsDouble()).isCloseTo(bytes / 1e9, within(1e-12));
        assertThat(full.bound()).isEqualTo(SpeedOfLight.Bound.ARITHMETIC);
        assertThat(full.lightSeconds().getAsDouble()).isCloseTo(flop / 1e10, within(1e-12));
    }

    @Test
    void ranksKernels() {
        assertThat(breakdown().topKernels().getFirst())
                .isEqualTo(new KernelGroup("sm80_a", "sm80_a", 1, 60e-6, 0.6, List.of("a"), false));
    }

    @Test
    void exportsTimesAsTrtexecDoes() {
        assertThat(breakdown().trtexec(10).layers())
                .extracting(it -> it.name() + " " + Math.round(it.medianMs() * 1e3) + " µs")
                .contains("a 60 µs", "b 20 µs");
        assertThat(breakdown().trtexec(10).count()).isEqualTo(10);
    }

    @Test
    void doesWithoutTimes() {
        Breakdown plain = Breakdown.of(ENGINE, Optional.empty(), Optional.empty());

        assertThat(plain.timed()).isFalse();
        assertThat(plain.lightShare()).isEmpty();
        assertThat(plain.sentence("FP16"))
                .isEqualTo("asked FP16: 1 of 2 computing layers run FP16, 1 reformats");
    }

    @Test
    void knowsTheDataSheetsOfFullBoardsOnly() {
        assertThat(DataSheet.of("NVIDIA H200")).contains(DataSheet.H200);
        assertThat(DataSheet.of("NVIDIA H100 80GB HBM3")).contains(DataSheet.H100);
        assertThat(DataSheet.of("NVIDIA A10")).contains(DataSheet.A10);
        assertThat(DataSheet.of("NVIDIA A10G")).isEmpty();
        assertThat(DataSheet.of("NVIDIA A100-SXM4-40GB")).isEmpty();
        assertThat(DataSheet.of("NVIDIA H100 PCIe")).isEmpty();
    }
}
