package dev.assay.reports.evidence;

import dev.assay.core.device.DeviceEvidence;
import dev.assay.core.run.Measurement;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.run.SampleSummary;
import dev.assay.core.run.Steadiness;
import dev.assay.core.run.Timing;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.Fork;
import dev.assay.reports.text.Escape;
import dev.assay.reports.text.Numbers;
import dev.assay.reports.text.TimeScale;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// What was recorded of each fork of a case, a column a fork.
///
/// @param summary what the folded table says in a line
/// @param rows a fact each, with one cell a fork
/// @param samples links to the raw samples of each boundary, relative to the page
public record ForkTable(
        CaseRow row, String summary, List<List<String>> rows, List<Samples> samples) {
    public ForkTable {
        rows = rows.stream().map(List::copyOf).toList();
        samples = List.copyOf(samples);
    }

    /// Raw samples at one boundary.
    ///
    /// @param files one a fork; empty text where a fork has none
    public record Samples(MeasurementBoundary boundary, List<String> files) {
        public Samples {
            files = List.copyOf(files);
        }
    }

    static ForkTable of(RunDirectory run, CaseRow row, Path folder) {
        List<Measurement> forks = row.forks().stream().map(Fork::measurement).toList();
        TimeScale scale =
                TimeScale.of(
                        forks.stream().map(it -> it.primary().samples().medianSeconds()).toList());
        List<List<String>> rows = new ArrayList<>();
        ForkFact.all(scale).forEach(fact -> rows.add(row(fact.name(), forks, fact.of())));
        if (forks.stream().anyMatch(it -> it.device().isPresent())) {
            DeviceFact.all(row.id().batch())
                    .forEach(fact -> rows.add(row(fact.name(), forks, onDevice(fact.of()))));
        }
        return new ForkTable(row, summary(forks), rows, samples(run, forks, folder));
    }

    private static List<String> row(
            String name, List<Measurement> forks, Function<Measurement, String> fact) {
        List<String> cells = new ArrayList<>(List.of(name));
        forks.forEach(it -> cells.add(fact.apply(it)));
        return cells;
    }

    private static Function<Measurement, String> onDevice(Function<DeviceEvidence, String> fact) {
        return it -> it.device().map(fact).orElse(Numbers.ABSENT);
    }

    private static List<Samples> samples(RunDirectory run, List<Measurement> forks, Path folder) {
        return forks.stream()
                .flatMap(fork -> fork.timings().stream())
                .map(Timing::boundary)
                .distinct()
                .map(boundary ->
                        new Samples(
                                boundary,
                                forks.stream()
                                        .map(fork -> link(run, fork, boundary, folder))
                                        .toList()))
                .toList();
    }

    private static String link(
            RunDirectory run, Measurement fork, MeasurementBoundary boundary, Path folder) {
        return fork.at(boundary)
                .map(timing -> run.root().resolve(timing.samples().file()))
                .map(file -> Escape.link(folder, file))
                .orElse("");
    }

    private static String summary(List<Measurement> forks) {
        long samples =
                forks.stream()
                        .map(it -> it.primary().samples())
                        .mapToLong(SampleSummary::count)
                        .sum();
        boolean valid = forks.stream().allMatch(it -> it.validity().valid());
        boolean noted = forks.stream().anyMatch(it -> !it.notes().isEmpty());
        return "%s, %s, %s%s%s"
                .formatted(
                        Numbers.count(forks.size(), "fork"),
                        Numbers.count(samples, "sample"),
                        Steadiness.of(forks).words(),
                        valid ? "" : ", invalid",
                        noted ? ", with notes" : "");
    }
}
