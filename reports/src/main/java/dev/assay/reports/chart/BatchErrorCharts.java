package dev.assay.reports.chart;

import dev.assay.core.run.AccuracyResult;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.Section;
import dev.assay.reports.model.Variant;
import dev.assay.reports.paint.HouseTheme;
import dev.assay.reports.paint.Ink;
import dev.assay.reports.paint.Png;
import dev.assay.reports.paint.Scale;
import dev.assay.reports.text.DataTable;
import dev.assay.reports.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/// Whether the error depends on the batch, and how much a precision costs at each.
final class BatchErrorCharts {
    private static final String QUANTITY = "Relative L2 error against batch and precision";

    private BatchErrorCharts() {}

    /// Nothing where there is one batch only: that is the chart of all cases.
    static List<Chart> of(HouseTheme theme, Section section, Function<Variant, Ink> ink) {
        List<Line> lines =
                section.variants().stream()
                        .map(variant ->
                                new Line(
                                        variant.label(),
                                        ink.apply(variant),
                                        points(section, variant)))
                        .filter(line -> !line.points().isEmpty())
                        .toList();
        long batches =
                lines.stream()
                        .flatMap(line -> line.points().stream())
                        .map(Line.Point::batch)
                        .distinct()
                        .count();
        if (batches < 2) {
            return List.of();
        }
        Scale errors =
                Scale.decades(
                        lines.stream()
                                .flatMap(line -> line.points().stream())
                                .map(Line.Point::value)
                                .toList());
        int height = LineChart.height(lines.size());
        return List.of(
                new Chart(
                        section.slug() + ".error-vs-batch.png",
                        "Line chart: relative L2 error against images per batch, a line for each"
                                + " engine and precision. The numbers are in the table below it.",
                        LineChart.WIDTH,
                        height,
                        Png.of(
                                LineChart.draw(
                                        theme,
                                        QUANTITY,
                                        section.title()
                                                + " · worst output, full view · lower is better",
                                        new LineChart.Values("", errors),
                                        lines),
                                LineChart.WIDTH,
                                height),
                        numbers(section)));
    }

    /// An error of zero has no place on a logarithmic axis; it is in the numbers.
    private static List<Line.Point> points(Section section, Variant variant) {
        List<Line.Point> points = new ArrayList<>();
        for (int batch : section.batches()) {
            OptionalDouble error =
                    section.row(variant, batch)
                            .map(BatchErrorCharts::error)
                            .orElse(OptionalDouble.empty());
            if (error.isPresent()
                    && error.getAsDouble() > 0
                    && Double.isFinite(error.getAsDouble())) {
                double value = error.getAsDouble();
                points.add(new Line.Point(batch, value, value, value));
            }
        }
        return points;
    }

    private static OptionalDouble error(CaseRow row) {
        return row.compared().stream()
                .flatMap(it -> it.results().stream())
                .filter(it -> it.view().startsWith("full"))
                .map(AccuracyResult::statistics)
                .flatMapToDouble(it -> it.relativeL2().stream())
                .max();
    }

    private static DataTable numbers(Section section) {
        List<Variant> variants = section.variants();
        List<String> headings = new ArrayList<>(List.of("Batch"));
        variants.forEach(it -> headings.add(it.label()));
        List<List<String>> rows = new ArrayList<>();
        for (int batch : section.batches()) {
            List<String> row = new ArrayList<>(List.of(Integer.toString(batch)));
            for (Variant variant : variants) {
                Optional<OptionalDouble> error =
                        section.row(variant, batch).map(BatchErrorCharts::error);
                row.add(Numbers.scientific(error.orElse(OptionalDouble.empty())));
            }
            rows.add(row);
        }
        return new DataTable(QUANTITY + ", worst output, full view", headings, 1, rows);
    }
}
