package dev.assay.reports.chart;

import dev.assay.reports.paint.Ink;
import java.util.OptionalDouble;

/// One case's errors on the error chart.
///
/// @param relativeL2 largest of the case's outputs, full view
/// @param medianRelative likewise
/// @param limit the suite's bound on relL2, where it has one
record ErrorDot(
        String label,
        Ink ink,
        OptionalDouble relativeL2,
        OptionalDouble medianRelative,
        OptionalDouble limit,
        boolean failed) {}
