package dev.assay.reports.published;

import dev.assay.core.published.PublishedFigure;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.Section;
import java.util.List;

/// A published time and the case that it is of.
public record PublishedPair(PublishedFigure figure, CaseRow row) {
    /// Every pair of a section, by batch and then as the file has them.
    public static List<PublishedPair> of(Section section, List<PublishedFigure> figures) {
        return section.rows().stream()
                .flatMap(row ->
                        figures.stream()
                                .filter(figure -> figure.isTimeOf(row.id()))
                                .map(figure -> new PublishedPair(figure, row)))
                .toList();
    }

    /// The boundary of ours that means the same.
    public MeasurementBoundary boundary() {
        return figure.boundary().orElseThrow();
    }
}
