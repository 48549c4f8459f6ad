package dev.assay.reports.speed;

import dev.assay.reports.model.CaseRow;
import java.util.List;

/// A case's line in a speed table.
///
/// @param cells empty where the case has no speed; its reason is shown instead
public record SpeedRow(CaseRow row, List<Cell> cells) {
    /// A number and what to know of it; the latter may be empty.
    public record Cell(String text, String note) {}

    public SpeedRow {
        cells = List.copyOf(cells);
    }

    public boolean hasSpeed() {
        return !cells.isEmpty();
    }
}
