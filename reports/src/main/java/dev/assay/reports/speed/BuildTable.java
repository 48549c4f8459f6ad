package dev.assay.reports.speed;

import dev.assay.core.run.CaseSummary;
import dev.assay.reports.model.Builds;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.Section;
import dev.assay.reports.text.Hashes;
import dev.assay.reports.text.Numbers;
import dev.assay.reports.text.TimeScale;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The builds of engines that were built more than once, told apart.
public record BuildTable(String unit, List<Group> groups) {
    public BuildTable {
        groups = List.copyOf(groups);
    }

    /// The builds of one case.
    ///
    /// @param spread slowest over fastest build median, minus 1
    public record Group(CaseRow row, String spread, List<Line> lines) {
        public Group {
            lines = List.copyOf(lines);
        }
    }

    /// @param build first digits of what was loaded
    /// @param forks that loaded it
    /// @param medians of those forks
    /// @param spread of those forks: slowest over fastest, minus 1
    public record Line(String build, String forks, String medians, String median, String spread) {}

    /// Empty where no engine was built twice.
    public static Optional<BuildTable> of(Section section) {
        List<CaseRow> rows =
                section.rows().stream()
                        .filter(row ->
                                row.speed()
                                        .filter(it -> it.buildMedianSeconds().size() > 1)
                                        .isPresent())
                        .toList();
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        TimeScale scale =
                TimeScale.of(
                        rows.stream()
                                .flatMap(row -> row.speed().stream())
                                .map(CaseSummary::medianSeconds)
                                .toList());
        // Builds differ by less than the digits of other tables show.
        TimeScale finer = scale.finer();
        return Optional.of(
                new BuildTable(finer.unit(), rows.stream().map(row -> group(row, finer)).toList()));
    }

    private static Group group(CaseRow row, TimeScale scale) {
        CaseSummary speed = row.speed().orElseThrow();
        List<Line> lines = new ArrayList<>();
        Builds.of(speed).forEach((build, forks) -> lines.add(line(speed, build, forks, scale)));
        return new Group(row, Numbers.percent(speed.buildSpread()), lines);
    }

    private static Line line(
            CaseSummary speed, String build, List<Integer> forks, TimeScale scale) {
        List<Double> medians = forks.stream().map(speed.forkMedianSeconds()::get).toList();
        double min = medians.stream().min(Double::compare).orElseThrow();
        double max = medians.stream().max(Double::compare).orElseThrow();
        return new Line(
                Hashes.plan(build),
                forks.stream()
                        .map(fork -> speed.forks().get(fork).toString())
                        .collect(Collectors.joining(", ")),
                medians.stream().map(scale::format).collect(Collectors.joining(", ")),
                scale.format(
                        Optional.ofNullable(speed.buildMedianSeconds().get(build)).orElseThrow()),
                forks.size() > 1 ? Numbers.percent(max / min - 1) : Numbers.ABSENT);
    }
}
