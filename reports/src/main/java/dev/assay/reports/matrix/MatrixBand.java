package dev.assay.reports.matrix;

import java.util.List;

/// As many columns as fit beside each other on a screen.
///
/// @param groups neighbouring columns of one engine
/// @param lines one a batch, with a cell for every column
public record MatrixBand(List<Group> groups, List<Column> columns, List<Line> lines) {
    public MatrixBand {
        groups = List.copyOf(groups);
        columns = List.copyOf(columns);
        lines = List.copyOf(lines);
    }

    /// @param boundary of the engine's times; empty where it has none
    public record Group(String engine, String boundary, int columns) {}

    /// @param layers how many layers run in this precision, where it is known and the same for
    ///   every batch
    /// @param warning said where it is none of them
    public record Column(String precision, String layers, String warning) {}

    /// A batch.
    public record Line(int batch, List<MatrixCell> cells) {
        public Line {
            cells = List.copyOf(cells);
        }
    }
}
