package dev.assay.core.stats;

import dev.assay.core.format.Json;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.node.ObjectNode;

/// {@link ErrorStatistics} under the keys of `assay diff --json`. What is undefined or infinite is
/// null.
public final class ErrorStatisticsJson {
    private ErrorStatisticsJson() {}

    public static ObjectNode of(ErrorStatistics statistics) {
        ObjectNode node = Json.compact().createObjectNode();
        node.put("n", statistics.n());
        node.put("finitePairs", statistics.finitePairs());
        node.put("matchingInf", statistics.matchingInfinities());
        node.put("bothNaN", statistics.bothNaN());
        node.put("nonFiniteMismatch", statistics.nonFiniteMismatches());
        node.set("abs", distribution(statistics.absolute()));
        for (RelativeRule rule : RelativeRule.values()) {
            node.set(rule.jsonKey(), distribution(statistics.relative(rule)));
        }
        ((ObjectNode) node.get(RelativeRule.NONZERO.jsonKey()))
                .put("count", statistics.finitePairs() - statistics.zeroReference())
                .put("zeroRef", statistics.zeroReference())
                .put("zeroRefMismatch", statistics.zeroReferenceMismatches());
        put(node, "l2", overFinite(statistics, statistics.l2()));
        put(node, "relL2", statistics.relativeL2());
        put(node, "rmse", overFinite(statistics, statistics.rmse()));
        put(node, "cosine", statistics.cosine());
        put(node, "sqnr_dB", statistics.sqnrDb());
        statistics
                .ulp()
                .ifPresent(ulp -> {
                    ObjectNode distances = node.putObject("ulp");
                    if (ulp.max() < Long.MAX_VALUE) {
                        distances.put("max", (long) ulp.max());
                    } else {
                        distances.put("max", ulp.max());
                    }
                    distances.put("median", ulp.median()).put("mean", ulp.mean());
                });
        for (MismatchCount it : statistics.mismatches()) {
            node.put(
                    "%s_atol%s_rtol%s"
                            .formatted(it.rule().jsonKey(), label(it.atol()), label(it.rtol())),
                    it.count());
        }
        return node;
    }

    /// As Python prints it: 0.0001, 1e-05.
    private static String label(double tolerance) {
        String text = Double.toString(tolerance);
        if (tolerance == 0 || tolerance >= 1e-4) {
            return new BigDecimal(text).toPlainString();
        }
        String mantissa = text.substring(0, text.indexOf('E')).replace(".0", "");
        int exponent = Integer.parseInt(text.substring(text.indexOf('E') + 2));
        return String.format(Locale.ROOT, "%se-%02d", mantissa, exponent);
    }

    private static OptionalDouble overFinite(ErrorStatistics statistics, double value) {
        return statistics.finitePairs() == 0 ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static ObjectNode distribution(Optional<Distribution> distribution) {
        ObjectNode node = Json.compact().createObjectNode();
        put(node, "max", distribution.map(Distribution::max));
        put(node, "mean", distribution.map(Distribution::mean));
        put(node, "median", distribution.map(Distribution::median));
        put(node, "p99", distribution.map(Distribution::p99));
        put(node, "p999", distribution.map(Distribution::p999));
        return node;
    }

    private static void put(ObjectNode node, String key, OptionalDouble value) {
        put(node, key, value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty());
    }

    private static void put(ObjectNode node, String key, Optional<Double> value) {
        Optional<Double> finite = value.filter(Double::isFinite);
        if (finite.isPresent()) {
            node.put(key, finite.get());
        } else {
            node.putNull(key);
        }
    }
}
