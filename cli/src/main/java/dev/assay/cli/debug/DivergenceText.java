package dev.assay.cli.debug;

import dev.assay.core.layerwise.Divergence;
import dev.assay.core.layerwise.LayerCheck;
import dev.assay.core.layerwise.NodeCheck;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What a search for the first wrong node found, in the terminal.
public final class DivergenceText {
    private static final int BEFORE = 5;
    private static final int AFTER = 2;

    private DivergenceText() {}

    /// @param caseId which engine it is
    public static String of(String caseId, DivergenceRun.Result result) {
        Divergence found = result.divergence();
        StringBuilder text = new StringBuilder();
        text.append(
                "%s, %s against %s%n  %s%n"
                        .formatted(caseId, result.engine(), result.reference(), found.sentence()));
        found.firstWrong().ifPresent(wrong -> text.append(around(found, wrong)));
        return text.toString();
    }

    private static String around(Divergence found, NodeCheck wrong) {
        List<NodeCheck> compared =
                found.nodes().stream()
                        .filter(it -> it.check().state() != LayerCheck.State.ABSENT)
                        .toList();
        int at = compared.indexOf(wrong);
        return "           error     noise up to  tensor, node%n".formatted()
                + IntStream.rangeClosed(
                                Math.max(0, at - BEFORE), Math.min(compared.size() - 1, at + AFTER))
                        .mapToObj(i -> line(compared.get(i)))
                        .collect(Collectors.joining());
    }

    private static String line(NodeCheck node) {
        LayerCheck check = node.check();
        return String.format(
                Locale.ROOT,
                "  %-8s %-9s %-12s %s, %s%n",
                check.state() == LayerCheck.State.AGREES ? "agrees" : "WRONG",
                Double.isNaN(check.relativeL2())
                        ? ""
                        : String.format(Locale.ROOT, "%.2e", check.relativeL2()),
                String.format(Locale.ROOT, "%.2e", node.allowed()),
                check.layer(),
                node.label());
    }
}
