package dev.assay.reports.summary;

import dev.assay.core.run.CaseSummary;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.verdict.AccuracyStanding;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.model.Section;
import dev.assay.reports.text.Numbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/// The fastest engine of a model at one batch size.
///
/// @param shape of a row's input where the model was timed at several; else empty
/// @param boundary at which they were ranked
/// @param result median time, or images/s where queries were pipelined
/// @param margin how far ahead of the next one it is
/// @param others engines without a time at this boundary, so without a rank
/// @param checked false where its outputs were not compared with stored ones
public record Fastest(
        Section section,
        CaseRow row,
        String shape,
        MeasurementBoundary boundary,
        String result,
        String margin,
        List<String> others,
        boolean checked) {
    public Fastest {
        others = List.copyOf(others);
    }

    /// One per section and batch. Engines with wrong outputs take no part; unchecked ones only
    /// where no checked one was measured.
    public static List<Fastest> of(ReportModel model) {
        List<Fastest> fastest = new ArrayList<>();
        Map<String, Set<String>> shapes = shapes(model);
        for (Section section : model.sections()) {
            Map<Integer, List<CaseRow>> byBatch =
                    section.rows().stream()
                            .filter(row -> row.speed().isPresent() && !row.id().isCeiling())
                            .collect(
                                    Collectors.groupingBy(
                                            row -> row.id().batch(),
                                            TreeMap::new,
                                            Collectors.toList()));
            byBatch.values()
                    .forEach(rows -> {
                        String shape = rows.getFirst().id().dims();
                        boolean one = shapes.getOrDefault(section.model(), Set.of()).size() == 1;
                        fastest.add(of(section, rows, one ? "" : shape));
                    });
        }
        return List.copyOf(fastest);
    }

    /// Shapes with times, by model.
    private static Map<String, Set<String>> shapes(ReportModel model) {
        return model.sections().stream()
                .flatMap(section -> section.rows().stream())
                .filter(row -> row.speed().isPresent())
                .collect(
                        Collectors.groupingBy(
                                row -> row.id().model(),
                                Collectors.mapping(row -> row.id().dims(), Collectors.toSet())));
    }

    private static Fastest of(Section section, List<CaseRow> rows, String shape) {
        List<CaseRow> passed =
                rows.stream().filter(it -> it.standing() == AccuracyStanding.PASSED).toList();
        boolean checked = !passed.isEmpty();
        List<CaseRow> candidates = checked ? passed : rows;
        MeasurementBoundary boundary = RankingBoundary.of(candidates);
        Comparator<CaseSummary> slowest = Comparator.comparingDouble(it -> speed(section, it));
        List<CaseSummary> ranked =
                candidates.stream()
                        .flatMap(it -> it.speedAt(boundary).stream())
                        .sorted(slowest.reversed())
                        .toList();
        CaseSummary first = ranked.getFirst();
        return new Fastest(
                section,
                row(candidates, first),
                shape,
                boundary,
                section.pipelined()
                        ? Numbers.significant(first.imagesPerSecond()) + " images/s"
                        : Numbers.duration(first.medianSeconds()),
                ranked.size() < 2
                        ? "no other valid time"
                        : margin(section, first, ranked.get(1), candidates),
                candidates.stream()
                        .filter(it -> it.speedAt(boundary).isEmpty())
                        .map(it -> it.variant().label() + " has no time at " + boundary)
                        .toList(),
                checked);
    }

    private static CaseRow row(List<CaseRow> rows, CaseSummary summary) {
        return rows.stream()
                .filter(it -> it.id().equals(summary.caseId()))
                .findFirst()
                .orElseThrow();
    }

    /// Where the slowest fork of the first is not faster than the fastest of the second, the order
    /// may be chance.
    private static String margin(
            Section section, CaseSummary first, CaseSummary second, List<CaseRow> rows) {
        double slowest = forks(section, first, rows).min().orElseThrow();
        double fastest = forks(section, second, rows).max().orElseThrow();
        CaseRow next = row(rows, second);
        boolean alike = next.id().engine().equals(first.caseId().engine());
        String name =
                alike
                        ? next.variant().label().substring(next.id().engine().length() + 1)
                        : next.variant().label();
        return slowest <= fastest
                ? "forks overlap with " + name
                : Numbers.ratio(speed(section, first) / speed(section, second))
                        + "× as fast as "
                        + name;
    }

    /// Larger is faster.
    private static double speed(Section section, CaseSummary summary) {
        return section.pipelined() ? summary.queriesPerSecond() : 1 / summary.medianSeconds();
    }

    private static DoubleStream forks(Section section, CaseSummary summary, List<CaseRow> rows) {
        return section.pipelined()
                ? row(rows, summary).forks().stream()
                        .mapToDouble(it -> it.measurement().flow().queriesPerSecond())
                : summary.forkMedianSeconds().stream().mapToDouble(it -> 1 / it);
    }
}
