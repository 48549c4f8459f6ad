package dev.assay.cli;

import dev.assay.core.stats.Distribution;
import dev.assay.core.stats.ErrorStatistics;
import dev.assay.core.stats.RelativeRule;
import dev.assay.core.stats.WorstElement;
import dev.assay.core.tensor.TensorData;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// Error statistics as a table of at most 80 columns.
final class DiffText {
    private DiffText() {}

    static String render(
            TensorData tensor, ErrorStatistics statistics, Optional<FirstNonFinite> nonFinite) {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "%s%s: %d elements, %d finite pairs",
                tensor.spec(),
                tensor.scale() == 1 ? "" : " times " + tensor.scale(),
                statistics.n(),
                statistics.finitePairs());
        if (!statistics.allFinite()) {
            line(
                    text,
                    "  NOT FINITE: %d mismatches, %d NaN in both, %d infinite alike",
                    statistics.nonFiniteMismatches(),
                    statistics.bothNaN(),
                    statistics.matchingInfinities());
        }
        nonFinite.ifPresent(it ->
                line(
                        text,
                        "  first at %d %s: engine %.9g, reference %.9g",
                        it.index(),
                        it.place(),
                        it.engine(),
                        it.reference()));
        line(text, "  %-33s %8s %8s %8s %8s %8s", "", "max", "mean", "median", "p99", "p99.9");
        statistics.absolute().ifPresent(it -> row(text, "absolute |a-b|", it));
        for (RelativeRule rule : RelativeRule.values()) {
            statistics
                    .relative(rule)
                    .ifPresent(it -> row(text, rule.formula().replace("elements with ", ""), it));
        }
        line(
                text,
                "  relL2 %s   RMSE %.3g   SQNR %s dB   1-cosine %s",
                number(statistics.relativeL2()),
                statistics.rmse(),
                number(statistics.sqnrDb()),
                number(
                        statistics.cosine().isPresent()
                                ? OptionalDouble.of(1 - statistics.cosine().getAsDouble())
                                : OptionalDouble.empty()));
        for (WorstElement worst : statistics.worst()) {
            line(
                    text,
                    "  worst at %d: engine %.9g, reference %.9g",
                    worst.index(),
                    worst.engine(),
                    worst.reference());
        }
        return text.toString();
    }

    private static void row(StringBuilder text, String name, Distribution errors) {
        line(
                text,
                "  %-33s %8.2g %8.2g %8.2g %8.2g %8.2g",
                name,
                errors.max(),
                errors.mean(),
                errors.median(),
                errors.p99(),
                errors.p999());
    }

    private static String number(OptionalDouble value) {
        return value.isPresent()
                ? String.format(Locale.ROOT, "%.4g", value.getAsDouble())
                : "undefined";
    }

    @SuppressWarnings("AnnotateFormatMethod") // Would take another library for one private method.
    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
