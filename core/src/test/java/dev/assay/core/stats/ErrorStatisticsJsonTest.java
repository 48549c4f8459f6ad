package dev.assay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.Golden;
import dev.assay.core.format.Json;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.Tensors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ErrorStatisticsJsonTest {
    @Test
    void writesTheKeysThatDiffPromises() {
        ObjectNode node = json(Tensors.float32(1, 2.5f, 0, 0), Tensors.float32(1, 2, 0, 0.001f));

        Golden.assertMatches("diff.json", Json.indented().writeValueAsString(node) + "\n");
    }

    @Test
    void writesNullForWhatIsUndefinedOrInfinite() {
        ObjectNode equal = json(Tensors.float32(1), Tensors.float32(1));
        ObjectNode zero = json(Tensors.float32(1), Tensors.float32(0));

        assertThat(equal.path("sqnr_dB").isNull()).isTrue();
        assertThat(zero.path("relL2").isNull()).isTrue();
        assertThat(zero.path("relNonzeroRef").path("max").isNull()).isTrue();
        assertThat(zero.path("relNonzeroRef").path("count").asInt()).isZero();
    }

    @Test
    void writesNoStatisticWhereNoPairIsFinite() {
        ObjectNode node = json(Tensors.float32(Float.NaN), Tensors.float32(1));

        assertThat(node.path("nonFiniteMismatch").asInt()).isEqualTo(1);
        assertThat(node.path("abs").path("max").isNull()).isTrue();
        assertThat(node.path("rmse").isNull()).isTrue();
        assertThat(node.path("l2").isNull()).isTrue();
        assertThat(node.path("cosine").isNull()).isTrue();
    }

    @Test
    void writesNullForASumThatOverflows() {
        ObjectNode node = json(Tensors.float64(1e200, 1), Tensors.float64(1, 1));

        assertThat(node.path("l2").isNull()).isTrue();
        assertThat(node.path("rmse").isNull()).isTrue();
    }

    @Test
    void hasUlpsOnlyWithinOneType() {
        assertThat(json(Tensors.float32(1), Tensors.float32(1)).has("ulp")).isTrue();
        assertThat(json(Tensors.float64(1), Tensors.float32(1)).has("ulp")).isFalse();
    }

    @Test
    void writesUlpsBeyondTheRangeOfALong() {
        double most = Double.MAX_VALUE;

        ObjectNode node = json(Tensors.float64(most), Tensors.float64(-most));

        assertThat(node.path("ulp").path("max").asDouble())
                .isEqualTo(2.0 * Double.doubleToRawLongBits(most));
    }

    private static ObjectNode json(TensorData engine, TensorData reference) {
        return ErrorStatisticsJson.of(ErrorCalculator.calculate(TensorPairs.of(engine, reference)));
    }
}
