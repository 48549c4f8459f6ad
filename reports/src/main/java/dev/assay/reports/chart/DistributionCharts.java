package dev.assay.reports.chart;

import dev.assay.core.run.ErrorHistogram;
import dev.assay.reports.chart.DistributionChart.Distribution;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.Section;
import dev.assay.reports.model.Variant;
import dev.assay.reports.paint.HouseTheme;
import dev.assay.reports.paint.Ink;
import dev.assay.reports.paint.Png;
import dev.assay.reports.text.DataTable;
import dev.assay.reports.text.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// How the absolute errors of each output are distributed, all batches of a variant together.
///
/// Where there are more variants than a chart can name, each precision has a chart of its own.
final class DistributionCharts {
    private static final int MAX_OUTPUTS = 6;
    private static final int MOST_LINES = 8;
    private static final double SHOWN = 1e-4;
    private static final double WORTH_NAMING = 0.005;

    private DistributionCharts() {}

    static List<Chart> of(HouseTheme theme, Section section, Function<Variant, Ink> ink) {
        List<String> outputs =
                section.rows().stream()
                        .flatMap(row -> histograms(row).stream())
                        .map(ErrorHistogram::output)
                        .distinct()
                        .limit(MAX_OUTPUTS)
                        .toList();
        List<Chart> charts = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            Map<Variant, Distribution> lines = lines(section, outputs.get(i), ink);
            if (lines.size() <= MOST_LINES) {
                chart(theme, section, "distribution" + i, "", List.copyOf(lines.values()))
                        .ifPresent(charts::add);
                continue;
            }
            for (Map.Entry<String, List<Distribution>> group : byPrecision(lines).entrySet()) {
                chart(
                                theme,
                                section,
                                "distribution" + i + "." + group.getKey(),
                                " · " + group.getKey(),
                                group.getValue())
                        .ifPresent(charts::add);
            }
        }
        return charts;
    }

    /// In the order of the variants, which has the widest precision first.
    private static Map<String, List<Distribution>> byPrecision(Map<Variant, Distribution> lines) {
        Map<String, List<Distribution>> groups = new LinkedHashMap<>();
        lines.forEach((variant, line) ->
                groups.computeIfAbsent(variant.precision(), _ -> new ArrayList<>()).add(line));
        return groups;
    }

    private static List<ErrorHistogram> histograms(CaseRow row) {
        return row.compared()
                .flatMap(it -> it.errors())
                .map(it -> it.histograms())
                .orElse(List.of());
    }

    private static Map<Variant, Distribution> lines(
            Section section, String output, Function<Variant, Ink> ink) {
        Map<Variant, Distribution> lines = new LinkedHashMap<>();
        for (Variant variant : section.variants()) {
            Optional<ErrorHistogram> sum =
                    section.rows().stream()
                            .filter(row -> row.variant().equals(variant))
                            .flatMap(row -> histograms(row).stream())
                            .filter(it -> it.output().equals(output) && it.elements() > 0)
                            .reduce(ErrorHistogram::plus);
            sum.ifPresent(it ->
                    lines.put(
                            variant, new Distribution(label(variant, it), ink.apply(variant), it)));
        }
        return lines;
    }

    private static String label(Variant variant, ErrorHistogram histogram) {
        double equal = (double) histogram.zeros() / histogram.elements();
        return equal < WORTH_NAMING
                ? variant.label()
                : variant.label() + ", " + Numbers.percent(equal) + " equal";
    }

    /// The bins in which any variant has a share that could be seen, and the one past them.
    private static int[] shown(List<Distribution> lines) {
        int first = Integer.MAX_VALUE;
        int end = Integer.MIN_VALUE;
        for (Distribution line : lines) {
            for (int bin = line.histogram().firstBin(); bin < line.histogram().endBin(); bin++) {
                if (line.share(bin) >= SHOWN) {
                    first = Math.min(first, bin);
                    end = Math.max(end, bin + 1);
                }
            }
        }
        return new int[] {first, end};
    }

    /// Nothing where all outputs equal the reference: there are no errors to draw.
    private static Optional<Chart> chart(
            HouseTheme theme,
            Section section,
            String name,
            String group,
            List<Distribution> lines) {
        int[] shown = shown(lines);
        if (shown[0] >= shown[1]) {
            return Optional.empty();
        }
        String output = lines.getFirst().histogram().output();
        String title = "Distribution of the errors of '" + output + "'" + group;
        return Optional.of(
                new Chart(
                        "%s.%s.png".formatted(section.slug(), name),
                        "Step chart: share of the elements of %s by absolute error on a logarithmic axis, a line"
                                        .formatted(output)
                                + " for each engine. The numbers are in the table below it.",
                        DistributionChart.WIDTH,
                        DistributionChart.HEIGHT,
                        Png.of(
                                new DistributionChart(theme, lines, shown[0], shown[1])
                                        .draw(title, section.title() + " · all batches, full view"),
                                DistributionChart.WIDTH,
                                DistributionChart.HEIGHT),
                        numbers(title, lines, shown)));
    }

    private static DataTable numbers(String title, List<Distribution> lines, int[] shown) {
        List<String> headings = new ArrayList<>(List.of("Absolute error from"));
        lines.forEach(it -> headings.add(it.label()));
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("0, equal", lines, ErrorHistogram::zeros));
        rows.add(row("smaller", lines, it -> outside(it, Integer.MIN_VALUE, shown[0])));
        for (int bin = shown[0]; bin < shown[1]; bin++) {
            int number = bin;
            rows.add(
                    row(
                            Numbers.scientific(ErrorHistogram.lowerEnd(bin)),
                            lines,
                            it -> it.count(number)));
        }
        rows.add(row("larger", lines, it -> outside(it, shown[1], Integer.MAX_VALUE)));
        rows.add(row("not finite", lines, ErrorHistogram::nonFinite));
        return new DataTable(title + ": share and number of elements", headings, 1, rows);
    }

    private static long outside(ErrorHistogram histogram, int from, int to) {
        long sum = 0;
        for (int bin = Math.max(from, histogram.firstBin());
                bin < Math.min(to, histogram.endBin());
                bin++) {
            sum += histogram.count(bin);
        }
        return sum;
    }

    private static List<String> row(
            String name, List<Distribution> lines, ToLongFunction<ErrorHistogram> count) {
        List<String> row = new ArrayList<>(List.of(name));
        for (Distribution line : lines) {
            long elements = count.applyAsLong(line.histogram());
            row.add(
                    elements == 0
                            ? "0"
                            : Numbers.percent((double) elements / line.histogram().elements())
                                    + " ("
                                    + elements
                                    + ")");
        }
        return row;
    }
}
