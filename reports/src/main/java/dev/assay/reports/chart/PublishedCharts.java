package dev.assay.reports.chart;

import dev.assay.core.run.CaseSummary;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.Section;
import dev.assay.reports.model.Variant;
import dev.assay.reports.paint.HouseTheme;
import dev.assay.reports.paint.Ink;
import dev.assay.reports.published.PublishedPair;
import dev.assay.reports.text.TimeScale;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// Published times as empty markers over the measured ones, at the boundary that means the same.
///
/// Where the section's own chart has another boundary, its axis is no place for them.
final class PublishedCharts {
    private PublishedCharts() {}

    static List<Chart> of(
            HouseTheme theme,
            Section section,
            List<PublishedPair> pairs,
            Function<Variant, Ink> ink) {
        Map<MeasurementBoundary, List<PublishedPair>> byBoundary =
                new EnumMap<>(MeasurementBoundary.class);
        pairs.stream()
                .filter(it -> it.row().speedAt(it.boundary()).isPresent())
                .forEach(it ->
                        byBoundary
                                .computeIfAbsent(it.boundary(), key -> new ArrayList<>())
                                .add(it));
        List<Chart> charts = new ArrayList<>();
        byBoundary.forEach((boundary, alike) -> {
            // One batch alone is read from the table.
            if (alike.stream().map(it -> it.row().id().batch()).distinct().count() > 1) {
                charts.add(chart(theme, section, alike, boundary, ink));
            }
        });
        return charts;
    }

    private static Chart chart(
            HouseTheme theme,
            Section section,
            List<PublishedPair> pairs,
            MeasurementBoundary boundary,
            Function<Variant, Ink> ink) {
        TimeScale scale =
                TimeScale.of(
                        pairs.stream()
                                .flatMap(it ->
                                        Stream.of(
                                                it.figure().seconds(),
                                                summary(it.row(), boundary).medianSeconds()))
                                .toList());
        String unit = scale.unit().isEmpty() ? "ms" : scale.unit();
        double factor = scale.unit().isEmpty() ? 1e3 : scale.perSecond();
        Map<Variant, List<PublishedPair>> byVariant = new LinkedHashMap<>();
        pairs.forEach(it ->
                byVariant.computeIfAbsent(it.row().variant(), key -> new ArrayList<>()).add(it));
        List<Line> lines = new ArrayList<>();
        byVariant.forEach((variant, own) -> {
            lines.add(
                    new Line(
                            variant.label(),
                            ink.apply(variant),
                            own.stream()
                                    .map(PublishedPair::row)
                                    .distinct()
                                    .map(it -> measured(it, boundary, factor))
                                    .toList()));
            lines.add(
                    new Line(
                            own.getFirst().figure().precision() + " published",
                            ink.apply(variant),
                            own.stream().map(it -> published(it, factor)).toList(),
                            true));
        });
        return SpeedCharts.chart(
                theme,
                section,
                "published." + boundary.name().toLowerCase(Locale.ROOT),
                "Published times beside the medians here at %s, %s".formatted(boundary, unit),
                "hollow: published, another machine",
                lines);
    }

    private static Line.Point measured(CaseRow row, MeasurementBoundary boundary, double factor) {
        CaseSummary summary = summary(row, boundary);
        List<Double> medians = summary.forkMedianSeconds();
        return new Line.Point(
                row.id().batch(),
                summary.medianSeconds() * factor,
                medians.stream().min(Double::compare).orElseThrow() * factor,
                medians.stream().max(Double::compare).orElseThrow() * factor);
    }

    /// Nobody published how far it varies.
    private static Line.Point published(PublishedPair pair, double factor) {
        double value = pair.figure().seconds() * factor;
        return new Line.Point(pair.row().id().batch(), value, value, value);
    }

    private static CaseSummary summary(CaseRow row, MeasurementBoundary boundary) {
        return row.speedAt(boundary).orElseThrow();
    }
}
