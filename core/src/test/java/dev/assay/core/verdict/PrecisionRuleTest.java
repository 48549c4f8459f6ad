package dev.assay.core.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.run.LayerPrecisions;
import dev.assay.core.suite.Precision;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrecisionRuleTest {
    @Test
    void refusesALabelThatNoLayerBears() {
        LayerPrecisions layers = new LayerPrecisions(441, Map.of("FP32", 388, "TF32", 53), 89);

        assertThat(PrecisionRule.violation(Precision.BF16, layers))
                .contains("asked BF16, no layer runs it: 388 FP32, 53 TF32");
    }

    @Test
    void acceptsALabelThatSomeLayersBear() {
        LayerPrecisions layers = new LayerPrecisions(423, Map.of("FP16", 122, "FP32", 301), 101);

        assertThat(PrecisionRule.violation(Precision.FP16, layers)).isEmpty();
    }

    @Test
    void refusesRoundedProductsUnderTheNameOfFp32() {
        LayerPrecisions layers = new LayerPrecisions(10, Map.of("FP32", 9, "TF32", 1), 0);

        assertThat(PrecisionRule.violation(Precision.FP32, layers))
                .contains("asked FP32, 1 of 10 layers run TF32");
        assertThat(PrecisionRule.violation(Precision.TF32, layers)).isEmpty();
    }

    @Test
    void provesNothingWhereLayersCannotBeLookedInto() {
        LayerPrecisions layers = new LayerPrecisions(1, Map.of("FP32", 1), 0, 1);

        assertThat(PrecisionRule.violation(Precision.INT8, layers)).isEmpty();
    }
}
