package dev.assay.cli.quick;

import dev.assay.accuracy.advice.PairAdvisor;
import dev.assay.core.suite.Precision;
import dev.assay.core.suite.Tolerance;
import dev.assay.core.suite.ToleranceKey;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// Limits for a network that nobody has measured before: what rounding explains, generously.
///
/// They rest on the distance of two FP32 computations, at least 2^-20: four of FP32's 24 bits,
/// where the networks of the reference data lose one to five. FP32 gets ten times that; TF32 and
/// FP16, which round 2^13 times as coarse, and BF16, 2^16 times, get three times what follows. INT8
/// and FP8 get none: layers and scales decide more than the format.
final class NoiseLimits {
    private static final double LEAST_NOISE = 0x1p-20;
    private static final double ROOM_OF_FP32 = 10;
    private static final double ROOM = 3;
    private static final double COARSENESS_OF_16_BITS = 0x1p13;
    private static final double COARSENESS_OF_BF16 = 0x1p16;
    private static final MathContext TWO_DIGITS = new MathContext(2, RoundingMode.CEILING);

    private NoiseLimits() {}

    /// @param noise relL2 of two FP32 computations; empty where they differ by more than noise
    static Map<Precision, Tolerance> of(List<Precision> precisions, OptionalDouble noise) {
        Map<Precision, Tolerance> limits = new EnumMap<>(Precision.class);
        double base = Math.max(LEAST_NOISE, noise.orElse(LEAST_NOISE));
        for (Precision precision : precisions) {
            OptionalDouble limit =
                    switch (precision) {
                        case FP32 ->
                                OptionalDouble.of(
                                        Math.min(PairAdvisor.MOST_NOISE, ROOM_OF_FP32 * base));
                        case TF32, FP16 -> OptionalDouble.of(ROOM * COARSENESS_OF_16_BITS * base);
                        case BF16 -> OptionalDouble.of(ROOM * COARSENESS_OF_BF16 * base);
                        case INT8, FP8 -> OptionalDouble.empty();
                    };
            // Zeros are at a distance of 1: a limit beyond it would let everything pass.
            limit.stream()
                    .filter(it -> it < 1)
                    .forEach(it ->
                            limits.put(
                                    precision,
                                    new Tolerance(
                                            Map.of(
                                                    ToleranceKey.REL_L2,
                                                    new BigDecimal(it)
                                                            .round(TWO_DIGITS)
                                                            .doubleValue()))));
        }
        return limits;
    }
}
