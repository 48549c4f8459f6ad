package dev.assay.core.kernels;

import static dev.assay.core.layers.TestLayers.FP16;
import static dev.assay.core.layers.TestLayers.FP32;
import static dev.assay.core.layers.TestLayers.conv;
import static dev.assay.core.layers.TestLayers.engine;
import static dev.assay.core.layers.TestLayers.layer;
import static dev.assay.core.layers.TestLayers.reformat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.kernels.ActivityTrace.Launch;
import dev.assay.core.kernels.LayerLink.By;
import dev.assay.core.layers.EngineLayers;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LayerLinkerTest {
    private static final EngineLayers ENGINE =
            engine(
                    reformat("a", 32, FP32, FP16),
                    conv("a", 32, 32, FP16, FP16),
                    layer("NoOp", "nothing", 32, FP16, FP16),
                    conv("b", 32, 32, FP16, FP16),
                    layer("PointWiseV2", "p", 32, FP16, FP16));

    @Test
    void believesTheInnermostRangeThatIsALayer() {
        assertThat(link(launch("k1", "part of it", "b", "a"), launch("k2", "enqueue")))
                .containsExactly(
                        Optional.of(new LayerLink(3, By.RANGE)),
                        // What is left behind b is the one layer after it.
                        Optional.of(new LayerLink(4, By.POSITION)));
    }

    @Test
    void findsKernelsByTheirTactics() {
        assertThat(
                        link(
                                launch("copyPackedKernel"),
                                launch("void sm80_xmma_a_execute_kernel_trt"),
                                launch("sm80_xmma_b"),
                                launch("generatedNativePointwise")))
                .containsExactly(
                        Optional.of(new LayerLink(0, By.POSITION)),
                        Optional.of(new LayerLink(1, By.TACTIC)),
                        Optional.of(new LayerLink(3, By.TACTIC)),
                        Optional.of(new LayerLink(4, By.POSITION)));
    }

    @Test
    void takesTurnsWhereLayersShareATactic() {
        EngineLayers twins = engine(conv("x", 8, 8, FP16, FP16), conv("x", 8, 8, FP16, FP16));
        List<Optional<LayerLink>> links =
                LayerLinker.link(
                        twins,
                        List.of(
                                launch("sm80_xmma_x"),
                                launch("sm80_xmma_x"),
                                launch("sm80_xmma_x"),
                                launch("sm80_xmma_x")));

        assertThat(links.stream().map(it -> it.orElseThrow().layer())).containsExactly(0, 0, 1, 1);
    }

    @Test
    void leavesOpenWhatItWouldHaveToGuess() {
        // Two layers lie before b, and there is one kernel more.
        assertThat(link(launch("k"), launch("l"), launch("m"), launch("n", "b")).subList(0, 3))
                .allMatch(Optional::isEmpty);
    }

    private static List<Optional<LayerLink>> link(Launch... launches) {
        return LayerLinker.link(ENGINE, Arrays.asList(launches));
    }

    private static Launch launch(String kernel, String... ranges) {
        return new Launch(
                new Activity(Activity.Kind.KERNEL, kernel, 0, 10, 1, 0, 1, "1,1,1", "32,1,1", 0),
                0,
                List.of(ranges));
    }
}
