package dev.assay.core.stats;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import dev.assay.core.stats.block.Selection;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.Tensors;
import org.junit.jupiter.api.Test;

class TensorPairsTest {
    private static final float NAN = Float.NaN;
    private static final float INF = Float.POSITIVE_INFINITY;

    @Test
    void keepsFinitePairsAndCountsTheOthers() {
        ErrorStatistics statistics =
                ErrorCalculator.calculate(
                        TensorPairs.of(
                                Tensors.float32(1, NAN, INF, INF, NAN, 3, -INF, 7),
                                Tensors.float32(2, NAN, INF, -INF, 1, INF, -INF, 8.5f)));

        assertThat(statistics.n()).isEqualTo(8);
        assertThat(statistics.finitePairs()).isEqualTo(2);
        assertThat(statistics.matchingInfinities()).isEqualTo(2);
        assertThat(statistics.bothNaN()).isEqualTo(1);
        assertThat(statistics.nonFiniteMismatches()).isEqualTo(3);
        assertThat(statistics.worst())
                .containsExactly(new WorstElement(7, 7, 8.5), new WorstElement(0, 1, 2));
    }

    @Test
    void looksOnlyAtTheSelectedElements() {
        ErrorStatistics border =
                ErrorCalculator.calculate(
                        TensorPairs.of(
                                Tensors.float32("y", Shape.of(3, 3), 1, 1, 1, 1, NAN, 1, 1, 1, 1),
                                Tensors.float32("y", Shape.of(3, 3), new float[9]),
                                new Selection.Border(3, 3, 1)));

        assertThat(border.n()).isEqualTo(8);
        assertThat(border.allFinite()).isTrue();
        assertThat(border.l2()).isEqualTo(Math.sqrt(8));
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
