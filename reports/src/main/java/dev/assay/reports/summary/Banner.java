package dev.assay.reports.summary;

import dev.assay.core.verdict.RunVerdict;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.model.RowState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The verdict in one sentence, as the first thing of every report.
///
/// @param exit for example `exit code 1`; empty where nothing was judged
/// @param notices things to know that change no exit code
/// @param counts cases by state
public record Banner(
        RunWord word,
        String sentence,
        Optional<Integer> exit,
        List<String> notices,
        List<Count> counts) {
    /// How many cases are in a state.
    ///
    /// @param start cases before these, for the bar
    public record Count(RowState state, long cases, long start) {}

    public static Banner of(ReportModel model) {
        Optional<RunVerdict> verdict = model.verdict();
        return new Banner(
                verdict.map(it -> RunWord.of(it.exitCode())).orElseGet(RunWord::unjudged),
                verdict.map(RunVerdict::sentence)
                        .orElse(
                                "This run has no verdict: `compare` has not run. What was measured"
                                        + " is shown as it was recorded."),
                verdict.map(RunVerdict::exitCode),
                model.notices(),
                counts(model));
    }

    public long cases() {
        return counts.stream().mapToLong(Count::cases).sum();
    }

    private static List<Count> counts(ReportModel model) {
        List<Count> counts = new ArrayList<>();
        long start = 0;
        for (var entry : model.counts().entrySet()) {
            counts.add(new Count(entry.getKey(), entry.getValue(), start));
            start += entry.getValue();
        }
        return List.copyOf(counts);
    }
}
