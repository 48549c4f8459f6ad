package dev.assay.reports.accuracy;

import dev.assay.core.run.ConsistencyCheck;
import dev.assay.core.run.ConsistencyResult;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.Section;
import dev.assay.reports.text.DataTable;
import dev.assay.reports.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How each engine agrees with itself: a row a case, a column a check.
final class ConsistencyTable {
    private ConsistencyTable() {}

    /// Empty where nothing was checked.
    static Optional<DataTable> of(Section section) {
        List<String> headings = new ArrayList<>(List.of("Engine", "Batch"));
        for (ConsistencyCheck check : ConsistencyCheck.values()) {
            headings.add(capitalised(check.label()));
        }
        List<List<String>> rows =
                section.rows().stream()
                        .filter(row -> !row.consistency().isEmpty())
                        .map(ConsistencyTable::cells)
                        .toList();
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new DataTable(
                                "Each engine against itself: = equal bit for bit, else the largest"
                                        + " relL2 between two of its own results",
                                headings,
                                headings.size(),
                                rows));
    }

    private static List<String> cells(CaseRow row) {
        List<String> cells = new ArrayList<>();
        cells.add(row.variant().label());
        cells.add(String.valueOf(row.id().batch()));
        for (ConsistencyCheck check : ConsistencyCheck.values()) {
            cells.add(cell(row.consistency().stream().filter(it -> it.check() == check).toList()));
        }
        return cells;
    }

    /// @param ofBuilds the same check of every build
    private static String cell(List<ConsistencyResult> ofBuilds) {
        Optional<String> violation =
                ofBuilds.stream().flatMap(it -> it.violations().stream()).findFirst();
        if (violation.isPresent()) {
            return "✗ " + violation.get();
        }
        if (ofBuilds.stream().noneMatch(it -> it.compared() > 0)) {
            return Numbers.ABSENT;
        }
        double largest =
                ofBuilds.stream()
                        .flatMapToDouble(it -> it.largestRelativeL2().stream())
                        .max()
                        .orElse(0);
        return ofBuilds.stream().allMatch(ConsistencyResult::allBitwiseEqual)
                ? "="
                : "✓ " + Numbers.scientific(largest);
    }

    private static String capitalised(String label) {
        return Character.toUpperCase(label.charAt(0)) + label.substring(1);
    }
}
