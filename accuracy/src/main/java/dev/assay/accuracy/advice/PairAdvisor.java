package dev.assay.accuracy.advice;

import dev.assay.core.AssayException;
import dev.assay.core.stats.ErrorCalculator;
import dev.assay.core.stats.ErrorStatistics;
import dev.assay.core.stats.TensorPairs;
import dev.assay.core.suite.Precision;
import dev.assay.core.suite.ToleranceKey;
import dev.assay.core.tensor.TensorData;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;

/// Proposes tolerances where nobody has an FP64 reference: from how far a second library's FP32 is
/// from the stored FP32.
///
/// Two FP32 computations of one network differ by the noise of both, so the limits are some 1.4
/// times those of {@link Advisor}. That holds only while the difference is noise: what is beyond
/// {@link #MOST_NOISE} is a mistake somewhere, and no limit follows from a mistake.
public final class PairAdvisor {
    /// The largest relL2 that passes for noise: ten of FP32's 24 bits lost. The networks of the
    /// reference data lose one to five.
    public static final double MOST_NOISE = 0x1p-14;

    private static final double ROUNDING = 0x1p-24;
    private static final double ROOM_OF_FP32 = 10;
    private static final double ROOM = 3;
    private static final MathContext TWO_DIGITS = new MathContext(2, RoundingMode.CEILING);
    private static final List<Precision> FLOATING =
            List.of(Precision.TF32, Precision.FP16, Precision.BF16);

    private PairAdvisor() {}

    /// @param outputs what the second library computes in FP32
    /// @param reference what is stored
    /// @param library its name, for the sentences
    /// @return advice for every precision; without limits for those that have to be measured
    /// @throws AssayException if the two are further apart than noise, or a value is not finite
    public static List<ToleranceAdvice> advise(
            TensorData outputs, TensorData reference, String library) {
        ErrorStatistics statistics = ErrorCalculator.calculate(TensorPairs.of(outputs, reference));
        if (!isNoise(statistics)) {
            throw AssayException.data(
                    "'%s' of %s is further from the reference than FP32 noise: no tolerance follows from it"
                            .formatted(outputs.name(), library));
        }
        Map<ToleranceKey, Double> noise = noise(statistics, largest(reference));
        List<ToleranceAdvice> all = new ArrayList<>();
        all.add(
                advice(
                        Precision.FP32,
                        noise,
                        ROOM_OF_FP32,
                        "%.0f x what %s's FP32 is from the references"
                                .formatted(ROOM_OF_FP32, library)));
        for (Precision precision : FLOATING) {
            double coarseness = Rounding.coarseness(precision);
            Map<ToleranceKey, Double> expected = new EnumMap<>(ToleranceKey.class);
            noise.forEach((key, error) -> expected.put(key, coarseness * error));
            all.add(
                    advice(
                            precision,
                            expected,
                            ROOM,
                            "%.0f x that noise x %.0f, as %s rounds so much coarser: not measured"
                                    .formatted(ROOM, coarseness, precision)));
        }
        for (Precision precision : List.of(Precision.INT8, Precision.FP8)) {
            all.add(
                    new ToleranceAdvice(
                            precision,
                            Map.of(),
                            Map.of(),
                            Map.of(),
                            true,
                            "none: layers and scales decide more than the format: measure it"));
        }
        return all;
    }

    /// Whether two FP32 computations of one network can differ so.
    public static boolean isNoise(ErrorStatistics statistics) {
        return statistics.allFinite() && statistics.relativeL2().orElse(1) <= MOST_NOISE;
    }

    /// At least one rounding: libraries that happen to agree to the bit promise nothing.
    private static Map<ToleranceKey, Double> noise(ErrorStatistics statistics, double largest) {
        Map<ToleranceKey, Double> noise = new EnumMap<>(ToleranceKey.class);
        for (ToleranceKey key : Advisor.KEYS) {
            double least = key == ToleranceKey.MAX_ABS ? ROUNDING * largest : ROUNDING;
            noise.put(key, Math.max(least, key.value(statistics).orElse(0)));
        }
        return noise;
    }

    private static double largest(TensorData reference) {
        LongToDoubleFunction read = reference.reader();
        double largest = 0;
        for (long i = 0; i < reference.elements(); i++) {
            largest = Math.max(largest, Math.abs(read.applyAsDouble(i)));
        }
        return largest;
    }

    private static ToleranceAdvice advice(
            Precision precision, Map<ToleranceKey, Double> expected, double room, String basis) {
        Map<ToleranceKey, Double> limits = new EnumMap<>(ToleranceKey.class);
        expected.forEach((key, error) ->
                limits.put(key, new BigDecimal(room * error).round(TWO_DIGITS).doubleValue()));
        return new ToleranceAdvice(precision, Map.of(), expected, limits, false, basis);
    }
}
