package dev.assay.reports.summary;

import dev.assay.reports.model.CaseRow;

/// A row that deserves a look before all others.
///
/// @param what what failed, where and how far off
public record WorstCase(CaseRow row, String what) {
    /// For example `b4 · onnxruntime-cpu fp32`.
    public String title() {
        return row.variant().label() + " · b" + row.id().batch();
    }
}
