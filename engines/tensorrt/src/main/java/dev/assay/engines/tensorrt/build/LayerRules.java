package dev.assay.engines.tensorrt.build;

import dev.assay.core.AssayException;
import dev.assay.core.suite.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Precisions of single layers, written as trtexec's `--layerPrecisions`.
///
/// @param rules in the order they were written
record LayerRules(List<Rule> rules) {
    LayerRules {
        rules = List.copyOf(rules);
    }

    /// One rule.
    ///
    /// @param pattern a layer's name; `*` at its end stands for any rest
    record Rule(String pattern, Precision precision) {
        private boolean isPrefix() {
            return pattern.endsWith("*");
        }

        boolean matches(String layer) {
            return isPrefix()
                    ? layer.startsWith(pattern.substring(0, pattern.length() - 1))
                    : layer.equals(pattern);
        }

        @Override
        public String toString() {
            return pattern + ":" + precision.slug();
        }
    }

    /// Parses for example `/conv_out/Conv:fp32,/body/*:fp16`. Names may hold colons.
    static LayerRules parse(String text) {
        List<Rule> rules = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            int colon = part.lastIndexOf(':');
            if (colon < 1) {
                throw AssayException.config(
                        "'%s' in layerPrecisions is no rule: write for example /conv_out/Conv:fp32"
                                .formatted(part));
            }
            rules.add(new Rule(part.substring(0, colon), precision(part.substring(colon + 1))));
        }
        return new LayerRules(rules);
    }

    private static Precision precision(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "fp32" -> Precision.FP32;
            case "fp16" -> Precision.FP16;
            case "bf16" -> Precision.BF16;
            case "int8" -> Precision.INT8;
            default ->
                    throw AssayException.config(
                            "'%s' in layerPrecisions is no precision of a layer: write fp32, fp16, bf16 or int8"
                                    .formatted(name));
        };
    }

    /// The rule for a layer: its full name wins, then the longest pattern.
    Optional<Rule> of(String layer) {
        Rule best = null;
        for (Rule rule : rules) {
            if (rule.matches(layer) && (best == null || rank(rule) > rank(best))) {
                best = rule;
            }
        }
        return Optional.ofNullable(best);
    }

    private static int rank(Rule rule) {
        return rule.isPrefix() ? rule.pattern().length() : Integer.MAX_VALUE;
    }

    @Override
    public String toString() {
        return String.join(",", rules.stream().map(Rule::toString).toList());
    }
}
