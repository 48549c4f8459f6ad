package dev.assay.reports.evidence;

import dev.assay.core.run.Measurement;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.run.SampleSummary;
import dev.assay.core.run.Steadiness;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.Fork;
import dev.assay.reports.text.Escape;
import dev.assay.reports.text.Numbers;
import dev.assay.reports.text.TimeScale;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What was recorded of each fork of a case, a column a fork.
///
/// @param summary what the folded table says in a line
/// @param rows a fact each, with one cell a fork
/// @param samples links to the raw samples, relative to the page
public record ForkTable(
        CaseRow row, String summary, List<List<String>> rows, List<String> samples) {
    public ForkTable {
        rows = rows.stream().map(List::copyOf).toList();
        samples = List.copyOf(samples);
    }

    static ForkTable of(RunDirectory run, CaseRow row, Path folder) {
        List<Measurement> forks = row.forks().stream().map(Fork::measurement).toList();
        TimeScale scale =
                TimeScale.of(forks.stream().map(it -> it.primary().samples().medianSeconds()).toList());
        List<List<String>> rows = new ArrayList<>();
        for (ForkFact fact : ForkFact.all(scale)) {
            List<String> cells = new ArrayList<>(List.of(fact.name()));
            forks.forEach(it -> cells.add(fact.of().apply(it)));
            rows.add(cells);
        }
        return new ForkTable(
                row,
                summary(forks),
                rows,
                forks.stream()
                        .map(it -> run.root().resolve(it.primary().samples().file()))
                        .map(file -> Escape.link(folder, file))
                        .toList());
    }

    private static String summary(List<Measurement> forks) {
        long samples =
                forks.stream()
                        .map(it -> it.primary().samples())
                        .mapToLong(SampleSummary::count)
                        .sum();
        boolean valid = forks.stream().allMatch(it -> it.validity().valid());
        return "%s, %s, %s%s"
                .formatted(
                        Numbers.count(forks.size(), "fork"),
                        Numbers.count(samples, "sample"),
                        Steadiness.of(forks).words(),
                        valid ? "" : ", invalid");
    }
}
