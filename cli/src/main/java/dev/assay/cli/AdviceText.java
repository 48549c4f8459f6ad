package dev.assay.cli;

import static dev.assay.core.suite.ToleranceKey.REL_L2;

import dev.assay.accuracy.advice.Advisor;
import dev.assay.accuracy.advice.ToleranceAdvice;
import dev.assay.core.format.Json;
import dev.assay.core.suite.Precision;
import dev.assay.core.suite.ToleranceKey;
import dev.assay.reports.text.TerminalText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Tolerance advice as tables of at most 80 columns with YAML for a suite below, and as JSON.
final class AdviceText {
    private static final int WIDTH = 80;
    private static final int BASIS_INDENT = 9;

    private AdviceText() {}

    static String render(Advices advices) {
        StringBuilder text = new StringBuilder();
        advices.byOutput()
                .forEach((output, advice) -> {
                    text.append('\n');
                    wrapped(text, "", "tolerance advice for " + output);
                    text.append("           rounding  expected |    limits\n");
                    text.append("              relL2     relL2 |     relL2    p99Rel    maxAbs\n");
                    advice.forEach(it -> add(text, it));
                });
        advices.leftOut()
                .forEach(it -> wrapped(text, "", "no advice for " + it + ": it holds integers"));
        text.append("\n# ").append(heading(advices)).append("\ntolerances:\n");
        StringBuilder guesses = new StringBuilder();
        Map<Precision, Map<ToleranceKey, Double>> limits = advices.limits();
        for (Precision precision : Precision.values()) {
            Optional<String> entry =
                    Optional.ofNullable(limits.get(precision)).map(it -> yaml(precision, it));
            if (entry.isEmpty()) {
                text.append("  # ").append(precision).append(": none, see above\n");
            } else if (advices.isGuess(precision)) {
                // Nobody should paste it unread.
                guesses.append("  # ").append(entry.get());
            } else {
                text.append("  ").append(entry.get());
            }
        }
        if (!guesses.isEmpty()) {
            text.append("  # guesses, to be measured before use:\n").append(guesses);
        }
        return text.toString();
    }

    /// Lines of a suite, each precision with what its limits rest on.
    static List<String> tolerances(Advices advices, List<Precision> precisions) {
        List<String> lines = new ArrayList<>();
        boolean any = false;
        for (Precision precision : precisions) {
            advices.basis(precision).ifPresent(it -> lines.add("  # " + precision + ": " + it));
            Optional<String> limits =
                    Optional.ofNullable(advices.limits().get(precision))
                            .filter(it -> !it.isEmpty())
                            .map(it -> "  " + yaml(precision, it).strip());
            limits.ifPresent(lines::add);
            any |= limits.isPresent();
        }
        lines.addFirst(any ? "tolerances:" : "# tolerances:");
        return lines;
    }

    private static String heading(Advices advices) {
        return advices.byOutput().size() == 1
                ? "for a suite:"
                : "for a suite, the largest limit of the outputs:";
    }

    private static void add(StringBuilder text, ToleranceAdvice advice) {
        List<String> limits = new ArrayList<>();
        Advisor.KEYS.forEach(key -> limits.add(number(advice.limits(), key)));
        text.append(
                String.format(
                        Locale.ROOT,
                        "  %-6s %10s%10s |%10s%10s%10s\n",
                        advice.precision(),
                        number(advice.rounding(), REL_L2),
                        number(advice.expected(), REL_L2),
                        limits.get(0),
                        limits.get(1),
                        limits.get(2)));
        wrapped(text, " ".repeat(BASIS_INDENT), advice.basis());
    }

    private static void wrapped(StringBuilder text, String indent, String line) {
        TerminalText.wrap(line, WIDTH - indent.length())
                .forEach(it -> text.append(indent).append(it).append('\n'));
    }

    private static String yaml(Precision precision, Map<ToleranceKey, Double> limits) {
        List<String> entries = new ArrayList<>();
        Advisor.KEYS.forEach(key ->
                Advices.value(limits, key)
                        .ifPresent(it -> entries.add(key.key() + ": " + plain(it))));
        return "%s: { %s }\n".formatted(precision, String.join(", ", entries));
    }

    private static String number(Map<ToleranceKey, Double> values, ToleranceKey key) {
        return Advices.value(values, key)
                .map(it -> String.format(Locale.ROOT, "%.1e", it))
                .orElse("-");
    }

    /// The two digits that a limit has, in few signs: `0.0038`, `1.6e-06`.
    private static String plain(double limit) {
        return limit >= 1e-3 && limit < 1e4
                ? BigDecimal.valueOf(limit).stripTrailingZeros().toPlainString()
                : String.format(Locale.ROOT, "%.1e", limit);
    }

    static ObjectNode json(Advices advices) {
        ObjectNode node = Json.compact().createObjectNode();
        ObjectNode outputs = node.putObject("outputs");
        advices.byOutput()
                .forEach((output, advice) -> {
                    ObjectNode ofOutput = outputs.putObject(output.name());
                    for (ToleranceAdvice it : advice) {
                        ObjectNode one = ofOutput.putObject(it.precision().name());
                        put(one.putObject("rounding"), it.rounding());
                        put(one.putObject("expected"), it.expected());
                        put(one.putObject("limits"), it.limits());
                        one.put("guess", it.guess()).put("basis", it.basis());
                    }
                });
        ObjectNode tolerances = node.putObject("tolerances");
        advices.limits()
                .forEach((precision, limits) -> {
                    if (!advices.isGuess(precision)) {
                        put(tolerances.putObject(precision.name()), limits);
                    }
                });
        return node;
    }

    private static void put(ObjectNode node, Map<ToleranceKey, Double> values) {
        values.forEach((key, value) -> node.put(key.key(), value));
    }
}
