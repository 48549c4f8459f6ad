package dev.assay.reports.boundary;

import dev.assay.core.ladder.BoundaryLadder;
import dev.assay.reports.model.CaseRow;

/// A case with its boundaries.
record CaseLadder(CaseRow row, BoundaryLadder ladder) {
    /// For example `tensorrt-onnx fp16 b4`.
    String label() {
        return row.variant().label() + " b" + row.id().batch();
    }
}
