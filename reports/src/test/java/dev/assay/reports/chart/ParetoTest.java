package dev.assay.reports.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.run.MeasurementBoundary;
import dev.assay.reports.model.Variant;
import dev.assay.reports.paint.Ink;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParetoTest {
    private static final Ink INK =
            Ink.of(new Variant("x", "fp32", "base"), List.of("x"), List.of("fp32"));

    @Test
    void keepsWhatNothingBeatsInBoth() {
        assertThat(frontier(false, point("a", 1, 40), point("b", 2, 60), point("c", 3, 50)))
                .containsExactly("a", "b");
    }

    @Test
    void neverHoldsAnInvalidPointNorLetsItBeatOthers() {
        ParetoPoint wrong =
                new ParetoPoint(variant("wrong"), "wrong", INK, 0.1, 90, false, "INVALID");
        assertThat(frontier(false, wrong, point("a", 1, 40))).containsExactly("a");
    }

    @Test
    void keepsEqualPointsBoth() {
        assertThat(frontier(false, point("a", 1, 40), point("b", 1, 40))).containsExactly("a", "b");
    }

    @Test
    void countsEqualOutputsAsMostAccurate() {
        assertThat(
                        frontier(
                                false,
                                point("a", 1, 140),
                                point("b", 2, Double.POSITIVE_INFINITY),
                                point("c", 3, Double.POSITIVE_INFINITY)))
                .containsExactly("a", "b");
    }

    @Test
    void takesMoreImagesForFaster() {
        assertThat(frontier(true, point("a", 10, 60), point("b", 20, 40), point("c", 5, 50)))
                .containsExactly("b", "a");
    }

    @Test
    void isNoChoiceBetweenEnginesOfOnePrecision() {
        assertThat(pareto(false, point("a", 1, 40), point("b", 2, 60)).isAChoice()).isFalse();
    }

    private static ParetoPoint point(String label, double speed, double sqnr) {
        return new ParetoPoint(variant(label), label, INK, speed, sqnr, true, "VALID");
    }

    private static Variant variant(String engine) {
        return new Variant(engine, "fp32", "base");
    }

    private static List<String> frontier(boolean pipelined, ParetoPoint... points) {
        return pareto(pipelined, points).frontier().stream()
                .map(it -> it.variant().engine())
                .toList();
    }

    private static Pareto pareto(boolean pipelined, ParetoPoint... points) {
        return new Pareto(
                1, MeasurementBoundary.DEVICE_COMPUTE, pipelined, List.of(points), List.of());
    }
}
