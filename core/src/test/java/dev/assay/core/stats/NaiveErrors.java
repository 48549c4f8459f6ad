package dev.assay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.tensor.TensorData;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/// The statistics as their definitions read: one element after the other, everything kept and
/// sorted. An oracle for tensors of any type.
record NaiveErrors(List<WorstElement> finite, TensorPairs pairs) {
    /// Sums of a thousand blocks, each rounded: far below a millionth of a millionth.
    private static final double RELATIVE_TOLERANCE = 1e-13;

    static NaiveErrors of(TensorPairs pairs) {
        TensorData engine = pairs.engine();
        TensorData reference = pairs.reference();
        List<WorstElement> finite = new ArrayList<>();
        for (long i = 0; i < pairs.elements(); i++) {
            double a = engine.get(i);
            double b = reference.get(i);
            if (pairs.selection().contains(i) && Double.isFinite(a) && Double.isFinite(b)) {
                finite.add(new WorstElement(i + pairs.firstIndex(), a, b));
            }
        }
        return new NaiveErrors(finite, pairs);
    }

    void assertEqual(ErrorStatistics statistics) {
        assertThat(statistics.n()).isEqualTo(pairs.selection().count(pairs.elements()));
        assertThat(statistics.finitePairs()).isEqualTo(finite.size());
        assertEqual(statistics.absolute().orElseThrow(), errors((a, b) -> Math.abs(a - b)));
        for (RelativeRule rule : RelativeRule.values()) {
            double[] errors =
                    finite.stream()
                            .filter(it -> rule != RelativeRule.NONZERO || it.reference() != 0)
                            .mapToDouble(it -> rule.error(it.engine(), it.reference()))
                            .toArray();
            assertEqual(statistics.relative(rule).orElseThrow(), errors);
        }
        assertThat(statistics.zeroReference())
                .isEqualTo(finite.stream().filter(it -> it.reference() == 0).count());
        assertThat(statistics.zeroReferenceMismatches())
                .isEqualTo(
                        finite.stream()
                                .filter(it -> it.reference() == 0 && it.engine() != 0)
                                .count());
        assertClose(statistics.l2(), Math.sqrt(sum(errors((a, b) -> (a - b) * (a - b)))));
        assertClose(
                statistics.cosine().orElseThrow(),
                sum(errors((a, b) -> a * b))
                        / Math.sqrt(sum(errors((a, b) -> a * a)))
                        / Math.sqrt(sum(errors((a, b) -> b * b))));
        assertThat(statistics.worst())
                .isEqualTo(
                        finite.stream()
                                .sorted(
                                        Comparator.comparingDouble(WorstElement::absoluteError)
                                                .reversed()
                                                .thenComparingLong(WorstElement::index))
                                .limit(5)
                                .toList());
        for (MismatchCount mismatch : statistics.mismatches()) {
            assertThat(mismatch.count())
                    .isEqualTo(
                            finite.stream()
                                    .filter(it ->
                                            mismatch.rule()
                                                    .mismatched(
                                                            it.engine(),
                                                            it.reference(),
                                                            mismatch.atol(),
                                                            mismatch.rtol()))
                                    .count());
        }
    }

    private double[] errors(DoubleBinaryOperator error) {
        return finite.stream()
                .mapToDouble(it -> error.applyAsDouble(it.engine(), it.reference()))
                .toArray();
    }

    private static void assertEqual(Distribution actual, double[] errors) {
        double[] sorted = errors.clone();
        Arrays.sort(sorted);
        assertThat(actual.max()).isEqualTo(Arrays.stream(errors).max().orElseThrow());
        assertClose(actual.mean(), sum(errors) / errors.length);
        assertClose(actual.median(), quantile(sorted, 0.5));
        assertClose(actual.p99(), quantile(sorted, 0.99));
        assertClose(actual.p999(), quantile(sorted, 0.999));
    }

    /// Linear between the neighbours of q(n-1): numpy.quantile's default.
    private static double quantile(double[] sorted, double q) {
        double position = q * (sorted.length - 1);
        double below = sorted[(int) Math.floor(position)];
        double above = sorted[(int) Math.ceil(position)];
        return below == above ? below : below + (above - below) * (position % 1);
    }

    private static double sum(double[] values) {
        if (!Arrays.stream(values).allMatch(Double::isFinite)) {
            return Arrays.stream(values).sum();
        }
        return Arrays.stream(values)
                .mapToObj(BigDecimal::new)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .doubleValue();
    }

    private static void assertClose(double actual, double expected) {
        if (Double.isFinite(expected)) {
            double tolerance = RELATIVE_TOLERANCE * Math.abs(expected);
            assertThat(actual).isCloseTo(expected, within(tolerance));
        } else {
            assertThat((Double) actual).isEqualTo((Double) expected);
        }
    }
}
