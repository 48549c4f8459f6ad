package dev.assay.cli.debug;

import dev.assay.core.mixed.PrecisionTarget;
import dev.assay.core.suite.BenchmarkCase;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What a search for the nodes that must stay in FP32 found, in the terminal.
public final class PrecisionText {
    private static final int ACTIVATIONS = 5;

    private PrecisionText() {}

    public static String of(BenchmarkCase it, PrecisionTarget target, PrecisionRun.Result found) {
        StringBuilder text = new StringBuilder();
        text.append("%s, %s%n".formatted(it.id(), found.library()));
        text.append("  %s%n".formatted(sentence(it, target, found)));
        text.append(row(it.precision() + " throughout", target, found.plain()));
        if (!found.kept().isEmpty()) {
            text.append(row(found.kept().size() + " nodes in FP32", target, found.best()));
        }
        text.append(row("all " + found.candidates() + " in FP32", target, found.full()));
        text.append(
                "  Times are of a few queries, not a measurement: `assay ab` compares speeds.%n"
                        .formatted());
        text.append(activations(found));
        if (!found.kept().isEmpty()) {
            text.append("  For the suite:%n".formatted());
            text.append(snippet(it, found));
        }
        return text.toString();
    }

    private static String sentence(
            BenchmarkCase it, PrecisionTarget target, PrecisionRun.Result found) {
        if (target.isMet(found.plain().value())) {
            return "%s reaches %s with every node in %s: nothing needs to stay in FP32"
                    .formatted(it.engine().id(), target.text(), it.precision());
        }
        if (found.kept().isEmpty()) {
            return "%s is out of reach: with all nodes in FP32 %s is %s%s"
                    .formatted(
                            target.text(),
                            target.key().key(),
                            number(found.full().value()),
                            found.full().problem().isEmpty()
                                    ? ""
                                    : " (" + found.full().problem() + ")");
        }
        return "%s needs %s of %d nodes in FP32%s, found in %d trials: %s"
                .formatted(
                        target.text(),
                        found.kept().size() == 1 ? "1" : Integer.toString(found.kept().size()),
                        found.candidates(),
                        found.smallest()
                                ? ""
                                : " at most (trials ran out: --trials looks for fewer)",
                        found.trials(),
                        String.join(", ", found.kept()));
    }

    private static String row(String what, PrecisionTarget target, PrecisionRun.Trial trial) {
        return String.format(
                Locale.ROOT,
                "  %-24s %s %-10s %s%n",
                what,
                target.key().key(),
                number(trial.value()),
                trial.problem().isEmpty()
                        ? String.format(Locale.ROOT, "%.3f ms", 1e3 * trial.seconds())
                        : trial.problem());
    }

    private static String activations(PrecisionRun.Result found) {
        List<PrecisionRun.Activation> largest = found.activations();
        long beyond = largest.stream().filter(it -> it.largest() > PrecisionRun.MOST_FP16).count();
        return "  Activations of the FP32 model on %d rows: %d of %d tensors go beyond FP16's 65504.%n"
                        .formatted(found.rows(), beyond, largest.size())
                + largest.stream()
                        .limit(ACTIVATIONS)
                        .map(it ->
                                String.format(
                                        Locale.ROOT,
                                        "    %-10s %5.1f %% of 65504  %s, node %s%n",
                                        number(it.largest()),
                                        100 * it.largest() / PrecisionRun.MOST_FP16,
                                        it.tensor(),
                                        it.node()))
                        .collect(Collectors.joining());
    }

    private static String snippet(BenchmarkCase it, PrecisionRun.Result found) {
        if (found.converted()) {
            String names =
                    found.kept().stream()
                            .map(PrecisionText::quoted)
                            .collect(Collectors.joining(", "));
            return """
                models:
                  - id: %s
                    keep-fp32: [%s]    # for typing: strong, and engines that take the file's types
            """
                    .formatted(it.model().id(), names)
                    .indent(0);
        }
        return """
            engines:
              - { id: %s, options: { layerPrecisions: %s, missingLayers: ignore } }
        """
                .formatted(it.engine().id(), quoted(MixedEngine.Ruled.rules(found.kept())));
    }

    /// As YAML and JSON read it.
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3g", value) : "not finite";
    }
}
