package dev.assay.reports.text;

import java.util.List;

/// A plain table: a caption, headings, and rows whose first cell is their heading.
///
/// @param numericFrom first column that holds numbers; they are set flush right
public record DataTable(
        String caption, List<String> headings, int numericFrom, List<List<String>> rows) {
    public DataTable {
        headings = List.copyOf(headings);
        rows = rows.stream().map(List::copyOf).toList();
    }

    /// How a cell looks: numbers flush right, failures like those of the table of errors.
    public String style(int column, String cell) {
        String side = numeric(column) ? "n" : "";
        return cell.startsWith("✗ ") ? (side + " fail").strip() : side;
    }

    public boolean numeric(int column) {
        return column >= numericFrom;
    }
}
