package dev.assay.reports.accuracy;

import dev.assay.core.stats.RelativeRule;
import dev.assay.reports.model.Section;
import java.util.List;

/// The errors of one section, a group of rows a case.
public record ErrorTable(List<ErrorCase> cases) {
    /// Only cases that came far enough to have outputs.
    public static ErrorTable of(Section section) {
        return new ErrorTable(
                section.rows().stream()
                        .filter(row -> row.accuracy().isPresent())
                        .map(ErrorCase::of)
                        .toList());
    }

    /// Printed beside every relative error.
    public String rule() {
        return RelativeRule.SEED000.formula();
    }
}
