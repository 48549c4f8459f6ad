package dev.assay.reports.speedup;

import dev.assay.core.speedup.SpeedSide;
import dev.assay.core.speedup.SpeedUpRow;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.Section;
import java.util.List;
import java.util.Optional;

/// The speed-ups of a section: rows by batch, engine and precision, a column for each boundary at
/// which something can be stated, and what was refused with the reason.
///
/// @param over what the cases are compared with, for example `pytorch fp32 (TF32 off)`
/// @param several whether cases have different references, so that each row names its own
/// @param columns none where nothing can be stated at all
/// @param refusals of single cells, and of rows where there are no columns
/// @param notes what differs between the two sides and is no reason to refuse
public record SpeedUpTable(
        String over,
        boolean several,
        List<Column> columns,
        List<Line> lines,
        List<String> refusals,
        List<String> notes) {
    public SpeedUpTable {
        columns = List.copyOf(columns);
        lines = List.copyOf(lines);
        refusals = List.copyOf(refusals);
        notes = List.copyOf(notes);
    }

    /// @param name of the boundary, or `Throughput`
    /// @param under what is divided: LSU and TSU are the published tables' names
    public record Column(String name, String under, String meaning) {}

    /// @param cells empty where the row is refused
    /// @param refused why; empty where it is not
    public record Line(CaseRow row, String reference, List<Cell> cells, String refused) {
        public Line {
            cells = List.copyOf(cells);
        }
    }

    /// @param ratio for example `×2.55`, `ref` for the reference itself
    /// @param gain for example `+155 %`; empty where there is none
    /// @param note both times, or why there is no number
    public record Cell(String ratio, String gain, String note) {}

    /// Empty where every case could only be compared with itself.
    public static Optional<SpeedUpTable> of(Section section) {
        List<SpeedUpRow> rows = section.speedUps();
        if (rows.stream().allMatch(SpeedUpRow::itself)) {
            return Optional.empty();
        }
        List<String> references = references(rows);
        SpeedUpLines lines = new SpeedUpLines(section, rows);
        return Optional.of(
                new SpeedUpTable(
                        references.isEmpty() ? "PyTorch" : String.join(" or ", references),
                        references.size() > 1,
                        lines.columns(),
                        lines.lines(),
                        lines.refusals(),
                        lines.notes()));
    }

    private static List<String> references(List<SpeedUpRow> rows) {
        return rows.stream()
                .flatMap(row -> row.reference().stream())
                .map(SpeedSide::described)
                .distinct()
                .toList();
    }
}
