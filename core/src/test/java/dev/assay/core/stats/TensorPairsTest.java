package dev.assay.core.stats;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.Tensors;
import org.junit.jupiter.api.Test;

class TensorPairsTest {
    private static final float NAN = Float.NaN;
    private static final float INF = Float.POSITIVE_INFINITY;

    @Test
    void keepsFinitePairsAndCountsTheOthers() {
        TensorPairs pairs =
                TensorPairs.of(
                        Tensors.float32(1, NAN, INF, INF, NAN, 3, -INF, 7),
                        Tensors.float32(2, NAN, INF, -INF, 1, INF, -INF, 8));

        assertThat(pairs.engine).containsExactly(1, 7);
        assertThat(pairs.reference).containsExactly(2, 8);
        assertThat(pairs.index).containsExactly(0, 7);
        assertThat(pairs.n).isEqualTo(8);
        assertThat(pairs.matchingInfinities).isEqualTo(2);
        assertThat(pairs.bothNaN).isEqualTo(1);
    }

    @Test
    void looksOnlyAtTheSelectedElements() {
        TensorPairs pairs =
                TensorPairs.of(
                        Tensors.float32(1, NAN, 3, 4),
                        Tensors.float32(5, 6, 7, 8),
                        index -> index % 2 == 0);

        assertThat(pairs.n).isEqualTo(2);
        assertThat(pairs.index).containsExactly(0, 2);
        assertThat(pairs.engine).containsExactly(1, 3);
    }

    @Test
    void refusesShapesThatDifferThoughTheElementsFit() {
        assertFails(
                        ErrorKind.DATA,
                        () ->
                                TensorPairs.of(
                                        Tensors.float32("y", Shape.of(2, 3), new float[6]),
                                        Tensors.float32("y", Shape.of(3, 2), new float[6])))
                .withMessage("Output 'y' has shape 2x3, its reference has 3x2");
    }

    @Test
    void comparesAcrossElementTypesWithoutUlps() {
        TensorPairs pairs = TensorPairs.of(Tensors.float64(1, 2), Tensors.float32(1, 2.5f));

        assertThat(ErrorCalculator.calculate(pairs).l2()).isEqualTo(0.5);
        assertThat(ErrorCalculator.calculate(pairs).ulp()).isEmpty();
    }
}
