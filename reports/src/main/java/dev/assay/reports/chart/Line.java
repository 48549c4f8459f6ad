package dev.assay.reports.chart;

import dev.assay.reports.paint.Ink;
import java.util.List;

/// One variant's line over batch sizes.
///
/// @param hollow whether only empty markers are drawn, as for numbers of others
record Line(String label, Ink ink, List<Point> points, boolean hollow) {
    Line(String label, Ink ink, List<Point> points) {
        this(label, ink, points, false);
    }

    Line {
        points = List.copyOf(points);
    }

    /// @param value the case's number, in the unit of the axis
    /// @param low smallest of the forks
    /// @param high largest of the forks
    record Point(int batch, double value, double low, double high) {}
}
