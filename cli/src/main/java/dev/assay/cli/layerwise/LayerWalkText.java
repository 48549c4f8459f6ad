package dev.assay.cli.layerwise;

import dev.assay.core.layerwise.LayerCheck;
import dev.assay.core.layerwise.LayerWalk;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The comparison of an engine's layers in the terminal.
public final class LayerWalkText {
    private static final int AROUND = 3;

    private LayerWalkText() {}

    /// @param caseId which engine it is
    public static String of(String caseId, LayerRun.Result result) {
        LayerWalk walk = result.walk();
        StringBuilder text = new StringBuilder();
        text.append(
                "%s, %s against %s%n  %s%n"
                        .formatted(caseId, result.engine(), result.reference(), walk.sentence()));
        walk.firstWrong().ifPresent(wrong -> text.append(around(walk, wrong)));
        return text.toString();
    }

    private static String around(LayerWalk walk, LayerCheck wrong) {
        List<LayerCheck> compared =
                walk.checks().stream().filter(it -> it.state() != LayerCheck.State.ABSENT).toList();
        int at = compared.indexOf(wrong);
        return IntStream.rangeClosed(
                        Math.max(0, at - AROUND), Math.min(compared.size() - 1, at + AROUND))
                .mapToObj(i -> line(compared.get(i)))
                .collect(Collectors.joining());
    }

    private static String line(LayerCheck check) {
        return String.format(
                Locale.ROOT,
                "  %-8s %-9s %s%n",
                check.state() == LayerCheck.State.AGREES ? "agrees" : "WRONG",
                Double.isNaN(check.relativeL2())
                        ? ""
                        : String.format(Locale.ROOT, "%.2e", check.relativeL2()),
                check.layer());
    }
}
