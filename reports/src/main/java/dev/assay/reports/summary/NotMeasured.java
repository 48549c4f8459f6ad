package dev.assay.reports.summary;

import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.model.RowState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Cases that have no number for one and the same reason.
public record NotMeasured(RowState state, String reason, List<CaseRow> rows) {
    public NotMeasured {
        rows = List.copyOf(rows);
    }

    /// Failed ones first, then the most frequent reasons.
    public static List<NotMeasured> of(ReportModel model) {
        Map<String, List<CaseRow>> byReason = new LinkedHashMap<>();
        for (CaseRow row : model.rows()) {
            if (isMissing(row.state())) {
                byReason.computeIfAbsent(row.state() + row.reason(), key -> new ArrayList<>())
                        .add(row);
            }
        }
        return byReason.values().stream()
                .map(rows ->
                        new NotMeasured(rows.getFirst().state(), rows.getFirst().reason(), rows))
                .sorted(
                        Comparator.comparing(NotMeasured::state)
                                .thenComparingInt(it -> -it.rows().size()))
                .toList();
    }

    private static boolean isMissing(RowState state) {
        return switch (state) {
            case FAILED, SKIPPED, NOT_REACHED -> true;
            case INVALID,
                    REGRESSED,
                    INCONCLUSIVE,
                    UNCHECKED,
                    UNJUDGED,
                    VALID,
                    UNCHANGED,
                    IMPROVED ->
                    false;
        };
    }
}
