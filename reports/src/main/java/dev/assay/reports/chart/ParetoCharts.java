package dev.assay.reports.chart;

import dev.assay.core.run.CaseSummary;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.RowState;
import dev.assay.reports.model.Section;
import dev.assay.reports.model.Variant;
import dev.assay.reports.paint.HouseTheme;
import dev.assay.reports.paint.Ink;
import dev.assay.reports.paint.Png;
import dev.assay.reports.text.Boundaries;
import dev.assay.reports.text.DataTable;
import dev.assay.reports.text.Numbers;
import dev.assay.reports.text.TimeScale;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/// Which engine is the fastest for a given accuracy: a chart for every batch at which precisions or
/// steps can be chosen between. Engines that all compute in one precision differ in noise only.
final class ParetoCharts {
    private ParetoCharts() {}

    static List<Chart> of(HouseTheme theme, Section section, Function<Variant, Ink> ink) {
        List<Chart> charts = new ArrayList<>();
        for (int batch : section.batches()) {
            pareto(section, batch, ink)
                    .filter(Pareto::isAChoice)
                    .ifPresent(it -> charts.add(chart(theme, section, it)));
        }
        return charts;
    }

    static Optional<Pareto> pareto(Section section, int batch, Function<Variant, Ink> ink) {
        List<CaseRow> rows =
                section.rows().stream()
                        .filter(row -> row.id().batch() == batch)
                        .filter(row -> row.summary().isPresent() && row.worstSqnrDb().isPresent())
                        .toList();
        return boundary(rows).map(boundary -> pareto(section, batch, ink, rows, boundary));
    }

    /// The one that most cases are known by: points of different boundaries do not share an axis.
    private static Optional<MeasurementBoundary> boundary(List<CaseRow> rows) {
        Map<MeasurementBoundary, Integer> cases = new EnumMap<>(MeasurementBoundary.class);
        rows.forEach(row -> cases.merge(row.summary().orElseThrow().boundary(), 1, Integer::sum));
        return cases.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
    }

    private static Pareto pareto(
            Section section,
            int batch,
            Function<Variant, Ink> ink,
            List<CaseRow> rows,
            MeasurementBoundary boundary) {
        List<ParetoPoint> points = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (CaseRow row : rows) {
            Optional<CaseSummary> times =
                    row.summaries().stream().filter(it -> it.boundary() == boundary).findFirst();
            times.ifPresentOrElse(
                    it ->
                            points.add(
                                    point(
                                            row,
                                            ink.apply(row.variant()),
                                            section.pipelined()
                                                    ? it.imagesPerSecond()
                                                    : it.medianSeconds())),
                    () -> leftOut.add(row.label()));
        }
        return new Pareto(batch, boundary, section.pipelined(), points, leftOut);
    }

    private static ParetoPoint point(CaseRow row, Ink ink, double speed) {
        OptionalDouble sqnr = row.worstSqnrDb();
        return new ParetoPoint(
                row.variant(),
                row.label(),
                ink,
                speed,
                sqnr.orElseThrow(),
                row.state() != RowState.INVALID && row.speed().isPresent(),
                row.state().word());
    }

    private static Chart chart(HouseTheme theme, Section section, Pareto pareto) {
        TimeScale scale = TimeScale.of(pareto.points().stream().map(ParetoPoint::speed).toList());
        String unit = scale.unit().isEmpty() ? "ms" : scale.unit();
        double factor = scale.unit().isEmpty() ? 1e3 : scale.perSecond();
        String speed =
                pareto.pipelined()
                        ? "images/s"
                        : "median time, %s, at %s"
                                .formatted(unit, Boundaries.described(pareto.boundary()));
        return new Chart(
                "%s.pareto.b%s.png".formatted(section.slug(), pareto.batch()),
                "Scatter chart: accuracy against speed at batch %s for %s. The numbers are in the table below it."
                        .formatted(
                                pareto.batch(),
                                String.join(
                                        ", ",
                                        pareto.points().stream().map(ParetoPoint::label).toList())),
                ParetoChart.WIDTH,
                ParetoChart.HEIGHT,
                Png.of(
                        new ParetoChart(theme, pareto, pareto.pipelined() ? 1 : factor)
                                .draw(section.title(), speed),
                        ParetoChart.WIDTH,
                        ParetoChart.HEIGHT),
                numbers(pareto, scale, speed));
    }

    private static DataTable numbers(Pareto pareto, TimeScale scale, String speed) {
        Comparator<ParetoPoint> slowest = Comparator.comparingDouble(ParetoPoint::speed);
        List<ParetoPoint> frontier = pareto.frontier();
        List<List<String>> rows = new ArrayList<>();
        pareto.points().stream()
                .sorted(pareto.pipelined() ? slowest.reversed() : slowest)
                .forEach(point ->
                        rows.add(
                                List.of(
                                        point.label(),
                                        point.state(),
                                        frontier.contains(point) ? "yes" : "no",
                                        pareto.pipelined()
                                                ? Numbers.significant(point.speed())
                                                : scale.format(point.speed()),
                                        Numbers.fixed(point.sqnrDb(), 1))));
        String leftOut =
                pareto.leftOut().isEmpty()
                        ? ""
                        : "; not measured at this boundary: " + String.join(", ", pareto.leftOut());
        return new DataTable(
                "Speed and accuracy at batch " + pareto.batch() + leftOut,
                List.of(
                        "Engine",
                        "State",
                        "On the frontier",
                        speed,
                        "SQNR of the worst output, dB"),
                3,
                rows);
    }
}
