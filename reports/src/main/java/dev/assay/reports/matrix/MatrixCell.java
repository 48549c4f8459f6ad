package dev.assay.reports.matrix;

import dev.assay.reports.model.RowState;
import java.util.Optional;

/// What one batch of one engine in one precision came to.
///
/// @param state to show in place of numbers where there are none; empty where the suite has no such
///   case or where there are numbers
/// @param latency in the table's unit
/// @param layers how many run in the precision, where that differs between batches
/// @param note what to know of the numbers, or why there are none
public record MatrixCell(
        Optional<RowState> state,
        String latency,
        String images,
        String layers,
        String speedUp,
        String note) {
    public boolean hasSpeed() {
        return !latency.isEmpty();
    }

    static MatrixCell without(RowState state, String reason) {
        return new MatrixCell(Optional.of(state), "", "", "", "", reason);
    }

    static MatrixCell absent() {
        return new MatrixCell(Optional.empty(), "", "", "", "", "not in the suite");
    }
}
