package dev.assay.reports.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.run.LayerPrecisions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EffectivePrecisionTest {
    private static final LayerPrecisions MIXED =
            new LayerPrecisions(58, Map.of("FP16", 41, "FP32", 17), 3);
    private static final LayerPrecisions NONE = new LayerPrecisions(58, Map.of("FP32", 58), 0);

    @Test
    void countsTheLayersThatRunWhatWasAskedFor() {
        EffectivePrecision precision = new EffectivePrecision("FP16", List.of(MIXED));
        assertThat(precision.words()).isEqualTo("FP16 · 41/58 layers");
        assertThat(precision.sentence())
                .isEqualTo("41 of 58 layers run FP16; 17 run FP32; 3 reformats");
        assertThat(precision.warning()).isEmpty();
    }

    @Test
    void warnsWhereNoLayerRunsIt() {
        assertThat(new EffectivePrecision("FP8", List.of(NONE)).warning())
                .hasValue("asked FP8, no layer runs FP8");
    }

    @Test
    void warnsWhereTf32TakesThePlaceOfFp32() {
        LayerPrecisions rounded = new LayerPrecisions(58, Map.of("FP32", 50, "TF32", 8), 0);
        assertThat(new EffectivePrecision("FP32", List.of(rounded)).warning())
                .hasValue("asked FP32, some layers run TF32");
    }

    @Test
    void provesNothingFromLayersThatCannotBeSeenInto() {
        LayerPrecisions fused = new LayerPrecisions(1, Map.of("FP32", 1), 0, 1);
        EffectivePrecision precision = new EffectivePrecision("FP16", List.of(fused));
        assertThat(precision.warning()).isEmpty();
        assertThat(precision.words()).isEqualTo("FP16 · 0/1 layers, 1 opaque");
        assertThat(precision.share()).isEqualTo("0/1?");
    }

    @Test
    void doesNotWarnOfFp32OrOfAnEngineWithoutLayers() {
        assertThat(new EffectivePrecision("FP32", List.of(MIXED)).warning()).isEmpty();
        LayerPrecisions empty = new LayerPrecisions(0, Map.of(), 2);
        assertThat(new EffectivePrecision("FP16", List.of(empty)).warning()).isEmpty();
    }

    @Test
    void tellsBuildsThatDiffer() {
        EffectivePrecision precision = new EffectivePrecision("FP16", List.of(MIXED, NONE));
        assertThat(precision.share()).isEqualTo("41/58, 0/58");
        assertThat(precision.warning()).hasValue("asked FP16, no layer runs FP16 in some builds");
    }
}
