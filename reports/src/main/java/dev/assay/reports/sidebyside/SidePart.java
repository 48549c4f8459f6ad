package dev.assay.reports.sidebyside;

import dev.assay.core.suite.CaseId;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.Variant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/// The cases of one model, shape and workload, a column a run.
public record SidePart(String title, List<Line> lines) {
    private static final Comparator<CaseId> ORDER =
            Comparator.comparingInt(CaseId::batch)
                    .thenComparing(Variant::of)
                    .thenComparing(CaseId::text);

    public SidePart {
        lines = List.copyOf(lines);
    }

    /// One case.
    ///
    /// @param cells by run
    public record Line(CaseId id, List<SideCell> cells) {
        public Line {
            cells = List.copyOf(cells);
        }

        /// For example `tensorrt-onnx fp16`.
        public String variant() {
            return Variant.of(id).label();
        }

        /// The boundary of all times of the row; several where runs have others.
        public String boundary() {
            return String.join(
                    " | ",
                    cells.stream()
                            .map(SideCell::boundary)
                            .filter(it -> !it.isEmpty())
                            .distinct()
                            .toList());
        }

        public String words() {
            return id.text();
        }
    }

    /// @param runs the rows of each
    static SidePart of(String title, List<List<CaseRow>> runs) {
        TreeSet<CaseId> ids = new TreeSet<>(ORDER);
        runs.forEach(rows -> rows.forEach(row -> ids.add(row.id())));
        List<Line> lines = new ArrayList<>();
        for (CaseId id : ids) {
            lines.add(
                    new Line(
                            id,
                            runs.stream()
                                    .map(rows ->
                                            rows.stream()
                                                    .filter(row -> row.id().equals(id))
                                                    .findFirst())
                                    .map(SideCell::of)
                                    .toList()));
        }
        return new SidePart(title, lines);
    }
}
