package dev.assay.reports;

import dev.assay.core.run.AccuracyOutcome;
import dev.assay.core.run.AccuracyResult;
import dev.assay.core.run.ConsistencyCheck;
import dev.assay.core.run.ConsistencyResult;
import dev.assay.core.stats.Distribution;
import dev.assay.core.stats.ErrorStatistics;
import dev.assay.core.stats.RelativeRule;
import dev.assay.core.stats.WorstElement;
import dev.assay.core.suite.ToleranceKey;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// Error statistics in the proportions that MST++ in FP32 really shows.
final class DemoErrors {
    private DemoErrors() {}

    static AccuracyOutcome compared(
            double relativeL2, List<String> violations, List<Integer> bitwiseEqualForks) {
        return new AccuracyOutcome.Compared(
                "reference-data/outputs/mst-plus-plus/fp32-96x90.safetensors",
                8,
                Map.of(ToleranceKey.REL_L2, 5e-6),
                List.of(
                        result("full", relativeL2, List.of()),
                        result("border", relativeL2 * 1.4, violations),
                        result("centre", relativeL2 * 0.8, List.of())),
                Stream.of(0, 1, 2)
                        .map(fork -> result("timed fork " + fork, relativeL2, violations))
                        .toList(),
                bitwiseEqualForks);
    }

    /// Bitwise equal but for smaller batches, which differ by rounding.
    static List<ConsistencyResult> consistency(int batch) {
        return Stream.of(ConsistencyCheck.values())
                .map(check -> {
                    boolean ofOneRow =
                            check == ConsistencyCheck.REPEATED
                                    || check == ConsistencyCheck.SESSIONS;
                    if (batch == 1 && !ofOneRow) {
                        return ConsistencyResult.notChecked(check, "the case has one row a batch");
                    }
                    boolean equal = check != ConsistencyCheck.BATCHES;
                    return new ConsistencyResult(
                            check,
                            batch,
                            equal ? batch : 0,
                            equal ? OptionalDouble.empty() : OptionalDouble.of(1.2e-7),
                            equal ? OptionalDouble.empty() : OptionalDouble.of(3e-7),
                            List.of(),
                            Optional.empty());
                })
                .toList();
    }

    static AccuracyResult result(String view, double relativeL2, List<String> violations) {
        return new AccuracyResult("spectral", view, statistics(relativeL2), violations);
    }

    static ErrorStatistics statistics(double relativeL2) {
        Map<RelativeRule, Distribution> relative = new EnumMap<>(RelativeRule.class);
        for (RelativeRule rule : RelativeRule.values()) {
            relative.put(rule, distribution(relativeL2 * 0.7));
        }
        return new ErrorStatistics(
                2_142_720,
                2_142_720,
                0,
                0,
                0,
                Optional.of(distribution(relativeL2 * 0.21)),
                relative,
                0,
                0,
                relativeL2 * 412.7,
                OptionalDouble.of(relativeL2),
                relativeL2 * 0.28,
                OptionalDouble.of(1 - relativeL2 * relativeL2 / 2),
                OptionalDouble.of(-20 * Math.log10(relativeL2)),
                Optional.of(new Distribution(1841, 9.3, 5, 71, 240)),
                List.of(
                        new WorstElement(1_204_331, 0.41873 + relativeL2, 0.41873),
                        new WorstElement(88_412, 0.5512 + relativeL2 * 0.9, 0.5512),
                        new WorstElement(2_000_001, 0.1218 + relativeL2 * 0.8, 0.1218)),
                List.of());
    }

    private static Distribution distribution(double scale) {
        return new Distribution(scale * 31, scale * 1.2, scale, scale * 5.1, scale * 9.4);
    }
}
