package dev.assay.reports.chart;

import dev.assay.core.run.MeasurementBoundary;
import java.util.Comparator;
import java.util.List;

/// The cases of one batch by speed and accuracy, at one boundary.
///
/// @param pipelined whether speed is images/s, of which more is better
/// @param leftOut cases that were not measured at this boundary
record Pareto(
        int batch,
        MeasurementBoundary boundary,
        boolean pipelined,
        List<ParetoPoint> points,
        List<String> leftOut) {
    Pareto {
        points = List.copyOf(points);
        leftOut = List.copyOf(leftOut);
    }

    /// Whether the points differ in how they compute, not only in who does.
    boolean isAChoice() {
        return points.stream()
                        .map(it -> it.variant().precision() + " " + it.variant().steps())
                        .distinct()
                        .count()
                > 1;
    }

    /// Fastest first: each is more accurate than all before it.
    List<ParetoPoint> frontier() {
        Comparator<ParetoPoint> fastest = Comparator.comparingDouble(ParetoPoint::speed);
        return points.stream()
                .filter(ParetoPoint::valid)
                .filter(it -> !it.isBeaten(points, !pipelined))
                .sorted(pipelined ? fastest.reversed() : fastest)
                .toList();
    }
}
