package dev.assay.reports.speed;

import dev.assay.core.run.CaseSummary;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.Reference;
import dev.assay.reports.model.Section;
import dev.assay.reports.text.Boundaries;
import dev.assay.reports.text.Numbers;
import dev.assay.reports.text.TimeScale;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Every boundary at which the cases of a section were timed, beside trtexec's names.
public record BoundaryTable(String unit, List<Group> groups) {
    public BoundaryTable {
        groups = List.copyOf(groups);
    }

    /// The boundaries of one case.
    public record Group(CaseRow row, List<Line> lines) {
        public Group {
            lines = List.copyOf(lines);
        }
    }

    /// @param headline whether tables and charts show this boundary
    /// @param times median, p90, p95, p99, min and max
    /// @param speedUp over the reference at this very boundary
    /// @param over what the reference is called; empty where there is none or it is the case itself
    /// @param note which case it is, or why there is none
    public record Line(
            String boundary,
            String meaning,
            String trtexec,
            boolean headline,
            List<String> times,
            String speedUp,
            String over,
            String note) {
        public Line {
            times = List.copyOf(times);
        }
    }

    /// Empty where every case was timed at one boundary only, which the speed table shows.
    public static Optional<BoundaryTable> of(Section section) {
        List<CaseRow> rows =
                section.rows().stream().filter(row -> !row.speeds().isEmpty()).toList();
        if (rows.stream().allMatch(row -> row.speeds().size() == 1)) {
            return Optional.empty();
        }
        TimeScale scale =
                TimeScale.of(
                        rows.stream()
                                .flatMap(row -> row.speeds().stream())
                                .map(CaseSummary::medianSeconds)
                                .toList());
        return Optional.of(
                new BoundaryTable(
                        scale.unit(),
                        rows.stream().map(row -> group(section, row, scale)).toList()));
    }

    private static Group group(Section section, CaseRow row, TimeScale scale) {
        return new Group(
                row,
                row.speeds().stream()
                        .sorted(Comparator.comparing(CaseSummary::boundary))
                        .map(speed -> line(section, row, speed, scale))
                        .toList());
    }

    private static Line line(Section section, CaseRow row, CaseSummary speed, TimeScale scale) {
        Reference reference = section.reference(row, speed.boundary());
        return new Line(
                speed.boundary().name(),
                speed.boundary().meaning(),
                Boundaries.trtexec(speed.boundary()),
                row.speed().filter(speed::equals).isPresent(),
                List.of(
                        scale.format(speed.medianSeconds()),
                        percentile(speed.p90Seconds(), scale),
                        percentile(speed.p95Seconds(), scale),
                        percentile(speed.p99Seconds(), scale),
                        scale.format(speed.minSeconds()),
                        scale.format(speed.maxSeconds())),
                switch (reference) {
                    case Reference.Found it ->
                            it.itself() ? "ref" : "×" + Numbers.ratio(1 / it.medianRatio());
                    case Reference.None ignored -> Numbers.ABSENT;
                },
                reference.found().filter(it -> !it.itself()).map(Reference.Found::name).orElse(""),
                switch (reference) {
                    case Reference.Found it ->
                            it.itself() ? "the reference itself" : it.row().id().text();
                    case Reference.None(String reason) -> reason;
                });
    }

    private static String percentile(OptionalDouble seconds, TimeScale scale) {
        return seconds.isPresent() ? scale.format(seconds.getAsDouble()) : Numbers.ABSENT;
    }
}
