package dev.assay.reports.chart;

import dev.assay.core.published.PublishedFigure;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.PrecisionOrder;
import dev.assay.reports.model.Section;
import dev.assay.reports.model.Variant;
import dev.assay.reports.paint.HouseTheme;
import dev.assay.reports.paint.Ink;
import dev.assay.reports.published.PublishedPair;
import java.util.List;
import java.util.stream.Stream;

/// The charts of one section; a chart without a point is not drawn.
public final class SectionCharts {
    private final HouseTheme theme;
    private final List<String> engines;
    private final List<String> precisions;

    /// @param rows of the whole report, so that colours agree between sections
    public SectionCharts(HouseTheme theme, List<CaseRow> rows) {
        this.theme = theme;
        this.engines = rows.stream().map(row -> row.id().engine()).distinct().sorted().toList();
        this.precisions =
                rows.stream()
                        .map(row -> row.id().precision())
                        .distinct()
                        // FP32 comes first and so is drawn solid.
                        .sorted(PrecisionOrder.WIDEST_FIRST)
                        .toList();
    }

    /// @param published figures of others, for any case
    public List<Chart> speed(Section section, List<PublishedFigure> published) {
        return Stream.concat(
                        SpeedCharts.of(theme, section, this::ink).stream(),
                        PublishedCharts.of(
                                theme, section, PublishedPair.of(section, published), this::ink)
                                .stream())
                .toList();
    }

    public List<Chart> pareto(Section section) {
        return ParetoCharts.of(theme, section, this::ink);
    }

    public List<Chart> errors(Section section) {
        return ErrorCharts.of(theme, section, this::ink);
    }

    /// How the errors are distributed, and how they depend on batch and precision.
    public List<Chart> errorSpread(Section section) {
        return Stream.concat(
                        DistributionCharts.of(theme, section, this::ink).stream(),
                        BatchErrorCharts.of(theme, section, this::ink).stream())
                .toList();
    }

    private Ink ink(Variant variant) {
        return Ink.of(variant, engines, precisions);
    }
}
