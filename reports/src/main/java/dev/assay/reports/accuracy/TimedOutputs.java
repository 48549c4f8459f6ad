package dev.assay.reports.accuracy;

import dev.assay.core.run.AccuracyOutcome;
import dev.assay.core.run.AccuracyResult;
import java.util.List;
import java.util.stream.Collectors;

/// Says whether the outputs of the timed runs are those whose errors were measured.
final class TimedOutputs {
    private TimedOutputs() {}

    static String sentence(AccuracyOutcome.Compared compared) {
        List<String> forks =
                compared.timedOutputs().stream().map(AccuracyResult::view).distinct().toList();
        if (forks.isEmpty()) {
            return "The timed runs' outputs were not compared.";
        }
        long passed =
                forks.stream()
                        .filter(fork ->
                                compared.timedOutputs().stream()
                                        .filter(it -> it.view().equals(fork))
                                        .allMatch(AccuracyResult::passed))
                        .count();
        return "The timed runs' outputs were within tolerance in %s of %s forks; %s."
                .formatted(
                        passed, forks.size(), bitwise(compared.bitwiseEqualForks(), forks.size()));
    }

    private static String bitwise(List<Integer> equal, int forks) {
        if (equal.isEmpty()) {
            return "bitwise equal to the accuracy run in none";
        }
        if (equal.size() == forks) {
            return "bitwise equal to the accuracy run in all of them";
        }
        return "bitwise equal to the accuracy run in "
                + (equal.size() == 1 ? "fork " : "forks ")
                + equal.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
