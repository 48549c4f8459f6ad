package dev.assay.reports.chart;

import dev.assay.core.run.AccuracyResult;
import dev.assay.core.stats.Distribution;
import dev.assay.core.stats.ErrorStatistics;
import dev.assay.core.stats.RelativeRule;
import dev.assay.core.suite.ToleranceKey;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.Section;
import dev.assay.reports.model.Variant;
import dev.assay.reports.paint.HouseTheme;
import dev.assay.reports.paint.Ink;
import dev.assay.reports.paint.Png;
import dev.assay.reports.text.DataTable;
import dev.assay.reports.text.Numbers;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/// How far each engine is from the stored outputs.
final class ErrorCharts {
    private static final int MAX_ROWS = 80;

    private ErrorCharts() {}

    static List<Chart> of(HouseTheme theme, Section section, Function<Variant, Ink> ink) {
        List<ErrorDot> dots =
                section.rows().stream()
                        .filter(row ->
                                row.compared().stream().anyMatch(it -> !it.results().isEmpty()))
                        .map(row -> dot(row, ink.apply(row.variant())))
                        .limit(MAX_ROWS)
                        .toList();
        if (dots.isEmpty()) {
            return List.of();
        }
        int height = ErrorChart.height(dots.size());
        String title = "Error against the stored PyTorch outputs";
        boolean limits = dots.stream().anyMatch(dot -> dot.limit().isPresent());
        String reading =
                "● relative L2    ○ median relative, denominator %s%s"
                        .formatted(
                                RelativeRule.SEED000.formula(),
                                limits ? "    bar: limit on relative L2" : "");
        return List.of(
                new Chart(
                        section.slug() + ".errors.png",
                        "Dot chart: relative L2 error and median relative error of every case on a"
                                + " logarithmic axis. The numbers are in the table below it.",
                        ErrorChart.WIDTH,
                        height,
                        Png.of(
                                ErrorChart.draw(
                                        theme, title + " · " + section.title(), reading, dots),
                                ErrorChart.WIDTH,
                                height),
                        numbers(dots)));
    }

    private static DataTable numbers(List<ErrorDot> dots) {
        return new DataTable(
                "Largest error of a case's outputs, full view",
                List.of(
                        "Case",
                        "Relative L2",
                        "Limit",
                        "Median relative, " + RelativeRule.SEED000.formula()),
                1,
                dots.stream()
                        .map(dot ->
                                List.of(
                                        dot.label(),
                                        Numbers.scientific(dot.relativeL2()),
                                        limit(dot),
                                        Numbers.scientific(dot.medianRelative())))
                        .toList());
    }

    private static ErrorDot dot(CaseRow row, Ink ink) {
        List<ErrorStatistics> full =
                row.compared().orElseThrow().results().stream()
                        .filter(result -> result.view().equals("full"))
                        .map(AccuracyResult::statistics)
                        .toList();
        boolean failed =
                !row.compared().orElseThrow().results().stream().allMatch(AccuracyResult::passed);
        return new ErrorDot(
                row.variant().label() + " · b" + row.id().batch(),
                ink,
                largest(full.stream().flatMapToDouble(it -> it.relativeL2().stream())),
                largest(
                        full.stream()
                                .flatMap(it -> it.relative(RelativeRule.SEED000).stream())
                                .mapToDouble(Distribution::median)),
                row.tolerance().map(it -> it.limits().get(ToleranceKey.REL_L2)).stream()
                        .mapToDouble(Double::doubleValue)
                        .findFirst(),
                failed);
    }

    private static String limit(ErrorDot dot) {
        return dot.limit().isPresent() ? Numbers.limit(dot.limit().getAsDouble()) : Numbers.ABSENT;
    }

    private static OptionalDouble largest(DoubleStream values) {
        return values.max();
    }
}
