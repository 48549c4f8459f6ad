package dev.assay.reports.chart;

import dev.assay.core.run.CaseSummary;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.Fork;
import dev.assay.reports.model.Section;
import dev.assay.reports.model.Variant;
import dev.assay.reports.paint.HouseTheme;
import dev.assay.reports.paint.Ink;
import dev.assay.reports.paint.Png;
import dev.assay.reports.text.DataTable;
import dev.assay.reports.text.Numbers;
import dev.assay.reports.text.TimeScale;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/// Times, boundary by boundary, and throughput against batch size. Only rows that have a speed are
/// drawn.
final class SpeedCharts {
    private SpeedCharts() {}

    static List<Chart> of(HouseTheme theme, Section section, Function<Variant, Ink> ink) {
        List<CaseRow> rows = section.rows().stream().filter(it -> it.speed().isPresent()).toList();
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<MeasurementBoundary, List<CaseRow>> byBoundary =
                new EnumMap<>(MeasurementBoundary.class);
        rows.forEach(row ->
                byBoundary
                        .computeIfAbsent(
                                row.speed().orElseThrow().boundary(), key -> new ArrayList<>())
                        .add(row));
        List<Chart> charts = new ArrayList<>();
        Chart throughput = throughput(theme, section, rows, ink);
        if (section.pipelined()) {
            charts.add(throughput);
        }
        byBoundary.forEach((boundary, alike) -> {
            String kind =
                    byBoundary.size() == 1
                            ? "latency-vs-batch"
                            : "latency-vs-batch." + boundary.name().toLowerCase(Locale.ROOT);
            charts.add(latency(theme, section, alike, boundary, kind, ink));
        });
        if (!section.pipelined()) {
            charts.add(throughput);
        }
        return charts;
    }

    /// Times of one boundary only: those of others do not share an axis.
    private static Chart latency(
            HouseTheme theme,
            Section section,
            List<CaseRow> rows,
            MeasurementBoundary boundary,
            String kind,
            Function<Variant, Ink> ink) {
        List<Double> times = new ArrayList<>();
        rows.forEach(row -> row.speed().ifPresent(it -> times.add(it.medianSeconds())));
        TimeScale scale = TimeScale.of(times);
        String unit = scale.unit().isEmpty() ? "ms" : scale.unit();
        double factor = scale.unit().isEmpty() ? 1e3 : scale.perSecond();
        List<Line> lines = lines(rows, ink, row -> latencyPoint(row, factor));
        return chart(
                theme,
                section,
                kind,
                "Median time of a query at %s, %s".formatted(boundary, unit),
                "whiskers: range of forks · lower is better",
                lines);
    }

    private static Chart throughput(
            HouseTheme theme, Section section, List<CaseRow> rows, Function<Variant, Ink> ink) {
        return chart(
                theme,
                section,
                "throughput-vs-batch",
                "Throughput, images/s",
                "whiskers: range of forks · higher is better",
                lines(rows, ink, SpeedCharts::throughputPoint));
    }

    static Chart chart(
            HouseTheme theme,
            Section section,
            String kind,
            String quantity,
            String reading,
            List<Line> lines) {
        int height = LineChart.height(lines.size());
        String subtitle = section.title() + " · " + reading;
        return new Chart(
                section.slug() + "." + kind + ".png",
                "Line chart: %s against images per batch for %s. The numbers are in the table below it."
                        .formatted(
                                quantity,
                                String.join(", ", lines.stream().map(Line::label).toList())),
                LineChart.WIDTH,
                height,
                Png.of(
                        LineChart.draw(theme, quantity, subtitle, "", lines),
                        LineChart.WIDTH,
                        height),
                numbers(quantity, lines));
    }

    private static DataTable numbers(String quantity, List<Line> lines) {
        double smallest =
                lines.stream()
                        .flatMap(line -> line.points().stream())
                        .mapToDouble(Line.Point::low)
                        .min()
                        .orElse(1);
        // One more digit than the table of speeds has: whiskers of quiet engines are short.
        int decimals = Math.clamp(3 - (int) Math.floor(Math.log10(smallest)), 1, 6);
        List<List<String>> rows = new ArrayList<>();
        for (Line line : lines) {
            for (Line.Point point : line.points()) {
                rows.add(
                        List.of(
                                line.label(),
                                Integer.toString(point.batch()),
                                Numbers.fixed(point.value(), decimals),
                                Numbers.fixed(point.low(), decimals),
                                Numbers.fixed(point.high(), decimals)));
            }
        }
        return new DataTable(
                quantity,
                List.of("Engine", "Batch", quantity, "Smallest fork", "Largest fork"),
                1,
                rows);
    }

    private static List<Line> lines(
            List<CaseRow> rows, Function<Variant, Ink> ink, Function<CaseRow, Line.Point> point) {
        return rows.stream()
                .map(CaseRow::variant)
                .distinct()
                .sorted()
                .map(variant -> {
                    List<CaseRow> own =
                            rows.stream().filter(row -> row.variant().equals(variant)).toList();
                    return new Line(
                            label(own), ink.apply(variant), own.stream().map(point).toList());
                })
                .toList();
    }

    /// With the precision that really runs, where it is the same at all batches.
    private static String label(List<CaseRow> rows) {
        List<String> labels = rows.stream().map(CaseRow::label).distinct().toList();
        return labels.size() == 1 ? labels.getFirst() : rows.getFirst().variant().label();
    }

    private static Line.Point latencyPoint(CaseRow row, double factor) {
        CaseSummary summary = row.speed().orElseThrow();
        List<Double> medians = summary.forkMedianSeconds();
        return new Line.Point(
                row.id().batch(),
                summary.medianSeconds() * factor,
                medians.stream().min(Double::compare).orElseThrow() * factor,
                medians.stream().max(Double::compare).orElseThrow() * factor);
    }

    private static Line.Point throughputPoint(CaseRow row) {
        List<Double> means =
                row.forks().stream()
                        .map(Fork::measurement)
                        .map(it -> row.id().batch() * it.flow().queriesPerSecond())
                        .toList();
        return new Line.Point(
                row.id().batch(),
                row.speed().orElseThrow().imagesPerSecond(),
                means.stream().min(Double::compare).orElseThrow(),
                means.stream().max(Double::compare).orElseThrow());
    }
}
