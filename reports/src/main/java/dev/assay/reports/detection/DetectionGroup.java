package dev.assay.reports.detection;

import java.util.List;

/// The cases that share a reference.
///
/// @param reference name of its file; empty where the cases have none
/// @param values the reference's scores, in the order of {@link DetectionTable#METRICS}
/// @param rows at least one
public record DetectionGroup(String reference, List<String> values, List<DetectionRow> rows) {
    public DetectionGroup {
        values = List.copyOf(values);
        rows = List.copyOf(rows);
    }
}
