package dev.assay.accuracy.cause;

import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.TensorData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Guesses what is wrong with an output that is too far from its reference.
///
/// A guess is made only where it explains nearly all of the squared error, so that it is worth an
/// engineer's first look. It never decides anything.
public final class Causes {
    private static final double REST = 1 - Concentrations.NEARLY_ALL;
    private static final double LARGEST_HALF = 65504;
    private static final double GAIN_OF_NOTE = 1e-3;

    private Causes() {}

    /// @param actual `[N, …]`
    /// @param expected of the same shape
    /// @return sentences, the most telling first; empty where nothing usual explains the error
    public static List<String> of(TensorData actual, TensorData expected) {
        if (actual.shape().rank() == 0 || actual.elements() == 0) {
            return List.of();
        }
        OutputPair pair = OutputPair.of(actual, expected);
        double distance = pair.distance();
        List<String> causes = new ArrayList<>(ofReferences(actual, expected));
        if (distance > 0) {
            degenerate(pair, causes);
            saturated(pair, causes);
            exchangedRows(pair, distance, causes);
            Rearrangements.of(pair)
                    .forEach((mistake, order) -> {
                        if (pair.distance(order) <= REST * distance) {
                            causes.add(mistake);
                        }
                    });
            linear(pair, distance, causes);
            causes.addAll(Concentrations.of(pair));
        }
        return causes;
    }

    /// What is wrong with the references rather than with the output.
    private static List<String> ofReferences(TensorData actual, TensorData expected) {
        List<String> causes = new ArrayList<>();
        long broken = expected.nonFinite();
        if (broken > 0 && actual.nonFinite() == 0) {
            causes.add(
                    "the references are broken: %d of their values %s NaN or infinite, none of the engine's"
                            .formatted(broken, broken == 1 ? "is" : "are"));
        }
        ElementType own = actual.spec().elementType();
        ElementType stored = expected.spec().elementType();
        boolean coarser =
                own.isFloatingPoint()
                        && (!stored.isFloatingPoint() || stored.bytes() < own.bytes());
        if (coarser) {
            causes.add(
                    "the references are too coarse: they are stored as %s, the output is %s"
                            .formatted(stored, own));
        }
        return causes;
    }

    private static void degenerate(OutputPair pair, List<String> causes) {
        double first = pair.actual()[0];
        if (Arrays.stream(pair.actual()).allMatch(value -> value == first)
                && Arrays.stream(pair.expected()).distinct().limit(2).count() == 2) {
            causes.add("every value is " + first);
        }
    }

    private static void saturated(OutputPair pair, List<String> causes) {
        long count =
                Arrays.stream(pair.actual()).filter(it -> Math.abs(it) == LARGEST_HALF).count();
        if (count > 0) {
            causes.add(
                    "%d values are ±65504, the largest FP16 number: it overflows".formatted(count));
        }
    }

    private static void exchangedRows(OutputPair pair, double distance, List<String> causes) {
        int rows = pair.rows();
        if (rows < 2) {
            return;
        }
        int[] nearest = new int[rows];
        double rest = 0;
        for (int row = 0; row < rows; row++) {
            double least = Double.POSITIVE_INFINITY;
            for (int other = 0; other < rows; other++) {
                double d = distanceOfRows(pair, row, other);
                if (d < least) {
                    least = d;
                    nearest[row] = other;
                }
            }
            rest += least;
        }
        if (rest <= REST * distance) {
            causes.add(
                    Arrays.stream(nearest).distinct().count() == 1
                            ? "every row of the batch is row " + nearest[0] + " of the reference"
                            : "the rows of the batch are in the order " + Arrays.toString(nearest));
        }
    }

    private static double distanceOfRows(OutputPair pair, int row, int other) {
        int perRow = pair.perRow();
        return IntStream.range(0, perRow)
                .mapToDouble(i -> {
                    double difference =
                            pair.actual()[row * perRow + i] - pair.expected()[other * perRow + i];
                    return difference * difference;
                })
                .sum();
    }

    /// A gain, an offset, or both: least squares of the output on the reference.
    private static void linear(OutputPair pair, double distance, List<String> causes) {
        double[] a = pair.actual();
        double[] b = pair.expected();
        double meanA = Arrays.stream(a).average().orElse(0);
        double meanB = Arrays.stream(b).average().orElse(0);
        double ab = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (a[i] - meanA) * (b[i] - meanB);
            bb += (b[i] - meanB) * (b[i] - meanB);
        }
        if (bb == 0) {
            return;
        }
        double gain = ab / bb;
        double offset = meanA - gain * meanB;
        double rest = pair.distance(Arrays.stream(b).map(it -> gain * it + offset).toArray());
        // A gain of 0 is a constant output, which has its own sentence.
        if (rest > REST * distance || Math.abs(gain) < GAIN_OF_NOTE) {
            return;
        }
        double spread = Math.sqrt(bb / b.length);
        List<String> parts = new ArrayList<>();
        if (Math.abs(gain - 1) > GAIN_OF_NOTE) {
            parts.add(String.format(Locale.ROOT, "%.4g times", gain));
        }
        if (Math.abs(offset) > GAIN_OF_NOTE * spread) {
            parts.add(String.format(Locale.ROOT, "%+.4g beside", offset));
        }
        if (!parts.isEmpty()) {
            causes.add(
                    "it is " + String.join(" and ", parts) + " the reference: look at the range");
        }
    }
}
