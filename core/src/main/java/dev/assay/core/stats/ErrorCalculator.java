package dev.assay.core.stats;

import dev.assay.core.AssayException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/// Computes {@link ErrorStatistics}: everything in double, with fixed orders of summation.
public final class ErrorCalculator {
    private static final int WORST = 5;

    private ErrorCalculator() {}

    /// @throws AssayException if there is nothing to compare
    public static ErrorStatistics calculate(TensorPairs pairs) {
        if (pairs.n == 0) {
            throw AssayException.data("There are no elements to compare: the tensor is empty");
        }
        double[] a = pairs.engine;
        double[] b = pairs.reference;
        int finite = pairs.finite();
        double squaredError = PairwiseSum.of(finite, i -> (a[i] - b[i]) * (a[i] - b[i]));
        double squaredReference = PairwiseSum.of(finite, i -> b[i] * b[i]);
        double l2 = Math.sqrt(squaredError);
        double referenceNorm = Math.sqrt(squaredReference);
        OptionalDouble relativeL2 =
                referenceNorm == 0 ? OptionalDouble.empty() : OptionalDouble.of(l2 / referenceNorm);
        long zeroReference = IntStream.range(0, finite).filter(i -> b[i] == 0).count();
        long zeroMismatches =
                IntStream.range(0, finite).filter(i -> b[i] == 0 && a[i] != 0).count();
        return new ErrorStatistics(
                pairs.n,
                finite,
                pairs.matchingInfinities,
                pairs.bothNaN,
                pairs.n - finite - pairs.matchingInfinities - pairs.bothNaN,
                absolute(pairs),
                relative(pairs),
                zeroReference,
                zeroMismatches,
                l2,
                relativeL2,
                finite == 0 ? 0 : Math.sqrt(squaredError / finite),
                cosine(pairs, squaredReference),
                relativeL2.isEmpty()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(-20 * Math.log10(relativeL2.getAsDouble())),
                pairs.float32 ? ulp(pairs) : Optional.empty(),
                worst(pairs));
    }

    private static Optional<Distribution> absolute(TensorPairs pairs) {
        double[] errors = new double[pairs.finite()];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = Math.abs(pairs.engine[i] - pairs.reference[i]);
        }
        return distribution(errors);
    }

    private static Map<RelativeRule, Distribution> relative(TensorPairs pairs) {
        Map<RelativeRule, Distribution> distributions =
                Collections.synchronizedMap(new EnumMap<>(RelativeRule.class));
        Arrays.stream(RelativeRule.values())
                .parallel()
                .forEach(rule -> {
                    double[] errors =
                            IntStream.range(0, pairs.finite())
                                    .filter(i ->
                                            rule != RelativeRule.NONZERO || pairs.reference[i] != 0)
                                    .mapToDouble(
                                            i -> rule.error(pairs.engine[i], pairs.reference[i]))
                                    .toArray();
                    distribution(errors).ifPresent(errorsOf -> distributions.put(rule, errorsOf));
                });
        return distributions;
    }

    private static OptionalDouble cosine(TensorPairs pairs, double squaredReference) {
        double[] a = pairs.engine;
        double[] b = pairs.reference;
        double squaredEngine = PairwiseSum.of(pairs.finite(), i -> a[i] * a[i]);
        if (pairs.finite() == 0) {
            return OptionalDouble.empty();
        }
        if (squaredEngine == 0 && squaredReference == 0) {
            return OptionalDouble.of(1);
        }
        if (squaredEngine == 0 || squaredReference == 0) {
            return OptionalDouble.empty();
        }
        double dot = PairwiseSum.of(pairs.finite(), i -> a[i] * b[i]);
        double cosine = dot / (Math.sqrt(squaredEngine) * Math.sqrt(squaredReference));
        return OptionalDouble.of(Math.clamp(cosine, -1, 1));
    }

    private static Optional<Distribution> ulp(TensorPairs pairs) {
        double[] distances = new double[pairs.finite()];
        for (int i = 0; i < distances.length; i++) {
            long a = ordered((float) pairs.engine[i]);
            long b = ordered((float) pairs.reference[i]);
            distances[i] = Math.abs(a - b);
        }
        return distribution(distances);
    }

    /// Maps float bits so that neighbouring floats are neighbouring integers and both zeros are 0.
    private static long ordered(float value) {
        int bits = Float.floatToRawIntBits(value);
        return bits < 0 ? -(long) (bits & 0x7FFF_FFFF) : bits;
    }

    private static Optional<Distribution> distribution(double[] errors) {
        return errors.length == 0 ? Optional.empty() : Optional.of(Distribution.of(errors));
    }

    private static List<WorstElement> worst(TensorPairs pairs) {
        Comparator<WorstElement> byError =
                Comparator.comparingDouble(WorstElement::absoluteError)
                        .thenComparing(Comparator.comparingLong(WorstElement::index).reversed());
        PriorityQueue<WorstElement> heap = new PriorityQueue<>(byError);
        for (int i = 0; i < pairs.finite(); i++) {
            double error = Math.abs(pairs.engine[i] - pairs.reference[i]);
            WorstElement least = heap.peek();
            if (heap.size() < WORST || least == null || error > least.absoluteError()) {
                heap.add(new WorstElement(pairs.index[i], pairs.engine[i], pairs.reference[i]));
                if (heap.size() > WORST) {
                    heap.poll();
                }
            }
        }
        List<WorstElement> worst = new ArrayList<>(heap);
        worst.sort(byError.reversed());
        return worst;
    }
}
