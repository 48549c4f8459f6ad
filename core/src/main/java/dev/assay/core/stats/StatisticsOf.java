package dev.assay.core.stats;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Puts together what the readings have found, with the rules for what is undefined.
final class StatisticsOf {
    private StatisticsOf() {}

    static ErrorStatistics moments(
            Moments moments, Map<ErrorQuantity, Distribution> distributions) {
        PairCounts counts = moments.counts;
        double squaredError = moments.squaredError.value();
        double referenceNorm = Math.sqrt(moments.squaredReference.value());
        double l2 = Math.sqrt(squaredError);
        OptionalDouble relativeL2 =
                referenceNorm == 0 ? OptionalDouble.empty() : OptionalDouble.of(l2 / referenceNorm);
        Map<RelativeRule, Distribution> relative = new EnumMap<>(RelativeRule.class);
        for (RelativeRule rule : RelativeRule.values()) {
            Optional.ofNullable(distributions.get(ErrorQuantity.of(rule)))
                    .ifPresent(errors -> relative.put(rule, errors));
        }
        return new ErrorStatistics(
                counts.pairs,
                counts.finite,
                counts.matchingInfinities,
                counts.bothNaN,
                counts.pairs - counts.finite - counts.matchingInfinities - counts.bothNaN,
                Optional.ofNullable(distributions.get(ErrorQuantity.ABSOLUTE)),
                relative,
                counts.zeroReference,
                counts.zeroReferenceMismatches,
                l2,
                relativeL2,
                counts.finite == 0 ? 0 : Math.sqrt(squaredError / counts.finite),
                cosine(moments),
                relativeL2.isEmpty()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(-20 * Math.log10(relativeL2.getAsDouble())),
                Optional.ofNullable(distributions.get(ErrorQuantity.ULP)),
                moments.worst.list(),
                moments.mismatches.counts());
    }

    private static OptionalDouble cosine(Moments moments) {
        double engine = Math.sqrt(moments.squaredEngine.value());
        double reference = Math.sqrt(moments.squaredReference.value());
        if (moments.counts.finite == 0 || (engine == 0) != (reference == 0)) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(
                engine == 0
                        ? 1
                        : Math.clamp(moments.product.value() / (engine * reference), -1, 1));
    }
}
