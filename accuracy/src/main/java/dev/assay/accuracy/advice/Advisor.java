package dev.assay.accuracy.advice;

import static java.util.Objects.requireNonNull;

import dev.assay.core.AssayException;
import dev.assay.core.stats.ErrorCalculator;
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
import java.util.Locale;
import java.util.Map;

/// Proposes tolerances for every precision.
///
/// What is known for sure is the reference's own noise, its FP32 outputs against its FP64 outputs,
/// and what rounding the outputs alone does. Noise over rounding is the *growth* of a network: how
/// many roundings it gathers on its way. A precision that was not measured is expected to grow as
/// FP32 does.
public final class Advisor {
    /// Another library sums in another order: ten times the noise of one order is the usual room.
    private static final double ROOM_OF_FP32 = 10;

    /// Between kinds of arithmetic that all count as one precision.
    private static final double ROOM = 3;

    private static final MathContext TWO_DIGITS = new MathContext(2, RoundingMode.CEILING);

    /// Quantisation saturates and its scales are chosen: errors of a network do not follow from the
    /// rounding of its outputs.
    private static final List<Precision> QUANTISED = List.of(Precision.INT8, Precision.FP8);

    /// The statistics that a suite should bound.
    static final List<ToleranceKey> KEYS =
            List.of(ToleranceKey.REL_L2, ToleranceKey.P99_REL, ToleranceKey.MAX_ABS);

    private Advisor() {}

    /// @param single what the reference computes in FP32
    /// @param exact what it computes in FP64
    /// @param measured outputs of a right engine, or of a simulation, by precision
    /// @throws AssayException if these files cannot show the noise
    public static List<ToleranceAdvice> advise(
            TensorData single, TensorData exact, Map<Precision, TensorData> measured) {
        if (exact.spec().elementType() != ElementType.FLOAT64) {
            throw AssayException.data(
                    "Advice needs the reference's own FP64 outputs to show its noise: '%s' of the second file is %s"
                            .formatted(exact.name(), exact.spec().elementType()));
        }
        Map<ToleranceKey, Double> noise = errors(single, exact);
        if (noise.values().stream().allMatch(it -> it == 0)) {
            throw AssayException.data(
                    "'%s' is equal in both files: these are not the outputs of an FP32 and of an FP64 computation"
                            .formatted(single.name()));
        }
        Map<ToleranceKey, Double> unit = rounding(exact, Precision.FP32);
        double growth =
                requireNonNull(noise.get(ToleranceKey.REL_L2))
                        / requireNonNull(unit.get(ToleranceKey.REL_L2));
        List<ToleranceAdvice> all = new ArrayList<>();
        for (Precision precision : Precision.values()) {
            TensorData outputs = measured.get(precision);
            Map<ToleranceKey, Double> rounding = rounding(exact, precision);
            if (outputs != null) {
                Map<ToleranceKey, Double> errors = errors(outputs, exact);
                all.add(
                        advice(
                                precision,
                                rounding,
                                errors,
                                ROOM,
                                "%.0f x the errors of the measured outputs".formatted(ROOM)));
            } else if (precision == Precision.FP32) {
                all.add(
                        advice(
                                precision,
                                rounding,
                                noise,
                                ROOM_OF_FP32,
                                "%.0f x the reference's own noise, FP32 against FP64"
                                        .formatted(ROOM_OF_FP32)));
            } else {
                all.add(extrapolated(precision, rounding, growth));
            }
        }
        return all;
    }

    private static ToleranceAdvice extrapolated(
            Precision precision, Map<ToleranceKey, Double> rounding, double growth) {
        Map<ToleranceKey, Double> expected = new EnumMap<>(ToleranceKey.class);
        rounding.forEach((key, error) -> expected.put(key, Math.max(1, growth) * error));
        String basis =
                String.format(
                        Locale.ROOT,
                        "%.0f x %.2g roundings, the growth of FP32: not measured%s",
                        ROOM,
                        Math.max(1, growth),
                        QUANTISED.contains(precision)
                                ? ", and quantisation rarely follows it"
                                : "");
        return advice(precision, rounding, expected, ROOM, basis);
    }

    private static ToleranceAdvice advice(
            Precision precision,
            Map<ToleranceKey, Double> rounding,
            Map<ToleranceKey, Double> expected,
            double room,
            String basis) {
        Map<ToleranceKey, Double> limits = new EnumMap<>(ToleranceKey.class);
        expected.forEach((key, error) ->
                limits.put(key, new BigDecimal(room * error).round(TWO_DIGITS).doubleValue()));
        return new ToleranceAdvice(precision, rounding, expected, limits, basis);
    }

    private static Map<ToleranceKey, Double> rounding(TensorData exact, Precision precision) {
        try (Arena arena = Arena.ofShared()) {
            return errors(Rounding.of(exact, precision, arena), exact);
        }
    }

    private static Map<ToleranceKey, Double> errors(TensorData outputs, TensorData exact) {
        var statistics = ErrorCalculator.calculate(TensorPairs.of(outputs, exact));
        if (!statistics.allFinite()) {
            throw AssayException.data(
                    "'%s' has %d values that are not finite: no tolerance follows from them"
                            .formatted(outputs.name(), statistics.n() - statistics.finitePairs()));
        }
        Map<ToleranceKey, Double> errors = new EnumMap<>(ToleranceKey.class);
        for (ToleranceKey key : KEYS) {
            errors.put(key, key.value(statistics).orElse(0));
        }
        return errors;
    }
}
