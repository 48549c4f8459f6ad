package dev.assay.reports.speed;

import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.EffectivePrecision;
import java.util.List;

/// A case's line in a speed table.
///
/// @param beside what belongs to all its numbers: the precision that really ran, the boundary
/// @param cells empty where the case has no speed; its reason is shown instead
public record SpeedRow(CaseRow row, String beside, List<Cell> cells) {
    /// A number and what to know of it; the latter may be empty.
    public record Cell(String text, String note) {}

    public SpeedRow {
        cells = List.copyOf(cells);
    }

    /// Whether not one layer runs in the precision asked for.
    public boolean warned() {
        return row.precision().flatMap(EffectivePrecision::warning).isPresent();
    }

    public boolean hasSpeed() {
        return !cells.isEmpty();
    }
}
