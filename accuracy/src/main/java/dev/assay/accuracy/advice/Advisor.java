package dev.assay.accuracy.advice;

import dev.assay.core.AssayException;
import dev.assay.core.stats.ErrorCalculator;
import dev.assay.core.stats.ErrorStatistics;
import dev.assay.core.stats.TensorPairs;
import dev.assay.core.suite.Precision;
import dev.assay.core.suite.ToleranceKey;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.TensorData;
import java.lang.foreign.Arena;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Proposes tolerances for every precision.
///
/// What is known for sure is the reference's own *noise*, its FP32 outputs against its FP64
/// outputs, and what *rounding* the outputs alone does. A precision that was not measured is
/// expected to have the noise times its *coarseness*: how much more than FP32 it rounds the outputs
/// (relL2), and at least how much coarser its numbers are, because what is rounded inside of the
/// network does not show in outputs that happen to be round.
///
/// The noise is scaled statistic by statistic. Scaling the rounding instead would be far too strict
/// for relative errors: rounding leaves those of small values alone, but a network adds up its
/// errors from large ones.
public final class Advisor {
    /// The statistics that a suite should bound.
    public static final List<ToleranceKey> KEYS =
            List.of(ToleranceKey.REL_L2, ToleranceKey.P99_REL, ToleranceKey.MAX_ABS);

    /// Another library sums in another order: ten times the noise of one order is the usual room.
    private static final double ROOM_OF_FP32 = 10;

    /// Between kinds of arithmetic that all count as one precision.
    private static final double ROOM = 3;

    private static final MathContext TWO_DIGITS = new MathContext(2, RoundingMode.CEILING);

    /// Which layers are quantised, and with which scales, decides more than the format.
    private static final List<Precision> QUANTISED = List.of(Precision.INT8, Precision.FP8);

    private final TensorData exact;
    private final Map<ToleranceKey, Double> noise;
    private final Map<ToleranceKey, Double> unit;

    private Advisor(TensorData single, TensorData exact) {
        this.exact = exact;
        requireExact(single);
        noise = errors(single);
        if (noise.values().stream().allMatch(it -> it == 0)) {
            throw AssayException.data(
                    "'%s' is equal in both files: these are not the outputs of an FP32 and of an FP64 computation"
                            .formatted(single.name()));
        }
        unit = rounding(Precision.FP32).orElse(Map.of());
        if (unit.getOrDefault(ToleranceKey.REL_L2, 0.0) == 0) {
            throw AssayException.data(
                    "'%s' of the second file holds FP32 values stored as FP64: give what the reference computes in FP64"
                            .formatted(exact.name()));
        }
    }

    /// @param single what the reference computes in FP32
    /// @param exact what it computes in FP64
    /// @param measured outputs of a right engine, or of a simulation, by precision
    /// @return an advice for each precision, in their order
    /// @throws AssayException if these files cannot show the noise
    public static List<ToleranceAdvice> advise(
            TensorData single, TensorData exact, Map<Precision, TensorData> measured) {
        Advisor advisor = new Advisor(single, exact);
        List<ToleranceAdvice> all = new ArrayList<>();
        for (Precision precision : Precision.values()) {
            all.add(advisor.advice(precision, Optional.ofNullable(measured.get(precision))));
        }
        return all;
    }

    private void requireExact(TensorData single) {
        if (exact.spec().elementType() != ElementType.FLOAT64) {
            throw AssayException.data(
                    "'%s' of the second file is %s: advice needs what the reference computes in FP64 there, and in FP32 in the first file"
                            .formatted(exact.name(), exact.spec().elementType()));
        }
        if (!single.spec().elementType().isFloatingPoint()) {
            throw AssayException.data(
                    "'%s' of the first file is %s: advice needs the reference's FP32 outputs there"
                            .formatted(single.name(), single.spec().elementType()));
        }
    }

    private ToleranceAdvice advice(Precision precision, Optional<TensorData> outputs) {
        Map<ToleranceKey, Double> rounding = rounding(precision).orElse(Map.of());
        if (outputs.isPresent()) {
            String basis = "%.0f x the errors of the measured outputs".formatted(ROOM);
            return advice(precision, rounding, errors(outputs.get()), ROOM, basis);
        }
        if (precision == Precision.FP32) {
            String basis =
                    "%.0f x the reference's own noise, FP32 against FP64".formatted(ROOM_OF_FP32);
            return advice(precision, rounding, noise, ROOM_OF_FP32, basis);
        }
        if (rounding.isEmpty()) {
            String basis =
                    "none: %s cannot hold all of the reference's outputs, they round to infinity"
                            .formatted(precision);
            return new ToleranceAdvice(precision, rounding, Map.of(), Map.of(), false, basis);
        }
        return scaled(precision, rounding);
    }

    private ToleranceAdvice scaled(Precision precision, Map<ToleranceKey, Double> rounding) {
        double coarseness =
                Math.max(
                        Rounding.coarseness(precision),
                        value(rounding, ToleranceKey.REL_L2) / value(unit, ToleranceKey.REL_L2));
        Map<ToleranceKey, Double> expected = new EnumMap<>(ToleranceKey.class);
        for (ToleranceKey key : KEYS) {
            expected.put(key, Math.max(value(rounding, key), coarseness * value(noise, key)));
        }
        boolean guess = QUANTISED.contains(precision);
        String basis =
                "%.0f x FP32's noise x %s, as %s rounds so much coarser: not measured%s"
                        .formatted(
                                ROOM,
                                new BigDecimal(coarseness).round(TWO_DIGITS).toPlainString(),
                                precision,
                                guess
                                        ? ", and a guess that is mostly far too loose, because"
                                                + " layers and scales decide: measure it"
                                        : "");
        return advice(precision, rounding, expected, ROOM, basis, guess);
    }

    private static ToleranceAdvice advice(
            Precision precision,
            Map<ToleranceKey, Double> rounding,
            Map<ToleranceKey, Double> expected,
            double room,
            String basis) {
        return advice(precision, rounding, expected, room, basis, false);
    }

    private static ToleranceAdvice advice(
            Precision precision,
            Map<ToleranceKey, Double> rounding,
            Map<ToleranceKey, Double> expected,
            double room,
            String basis,
            boolean guess) {
        Map<ToleranceKey, Double> limits = new EnumMap<>(ToleranceKey.class);
        expected.forEach((key, error) ->
                limits.put(key, new BigDecimal(room * error).round(TWO_DIGITS).doubleValue()));
        return new ToleranceAdvice(precision, rounding, expected, limits, guess, basis);
    }

    /// Empty where the precision cannot hold the values.
    private Optional<Map<ToleranceKey, Double>> rounding(Precision precision) {
        try (Arena arena = Arena.ofShared()) {
            ErrorStatistics statistics =
                    ErrorCalculator.calculate(
                            TensorPairs.of(Rounding.of(exact, precision, arena), exact));
            return statistics.allFinite() ? Optional.of(values(statistics)) : Optional.empty();
        }
    }

    private Map<ToleranceKey, Double> errors(TensorData outputs) {
        ErrorStatistics statistics = ErrorCalculator.calculate(TensorPairs.of(outputs, exact));
        if (!statistics.allFinite()) {
            throw AssayException.data(
                    "'%s' has %d values that are not finite: no tolerance follows from them"
                            .formatted(outputs.name(), statistics.n() - statistics.finitePairs()));
        }
        if (statistics.relativeL2().isEmpty()) {
            throw AssayException.data(
                    "'%s' of the second file is zero everywhere: no relative error follows from it"
                            .formatted(exact.name()));
        }
        return values(statistics);
    }

    private static Map<ToleranceKey, Double> values(ErrorStatistics statistics) {
        Map<ToleranceKey, Double> values = new EnumMap<>(ToleranceKey.class);
        KEYS.forEach(key -> values.put(key, key.value(statistics).orElse(0)));
        return values;
    }

    private static double value(Map<ToleranceKey, Double> values, ToleranceKey key) {
        return Optional.ofNullable(values.get(key)).orElseThrow();
    }
}
