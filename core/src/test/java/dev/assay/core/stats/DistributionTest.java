package dev.assay.core.stats;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.ErrorKind;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Expected values: NumPy 2.4.6, `np.max(x), np.mean(x), *np.percentile(x, [50, 99, 99.9])`.
class DistributionTest {
    private static final double TOLERANCE = 1e-12;

    @Test
    void interpolatesLinearlyAsNumpyDoes() {
        // x = [(i * 7919 % 1000) / 7 for i in range(1000)]
        double[] values =
                IntStream.range(0, 1000).mapToDouble(i -> (i * 7919 % 1000) / 7.0).toArray();

        Distribution distribution = Distribution.of(values);

        assertThat(distribution.max()).isEqualTo(142.71428571428572);
        assertThat(distribution.mean()).isCloseTo(71.35714285714285, within(TOLERANCE));
        assertThat(distribution.median()).isCloseTo(71.35714285714285, within(TOLERANCE));
        assertThat(distribution.p99()).isCloseTo(141.28714285714284, within(TOLERANCE));
        assertThat(distribution.p999()).isCloseTo(142.57157142857145, within(TOLERANCE));
    }

    @ParameterizedTest
    @CsvSource({"5 1 4 2 3, 3, 4.96, 4.996", "2 1, 1.5, 1.99, 1.999", "3, 3, 3, 3"})
    void describesFewValues(String text, double median, double p99, double p999) {
        double[] values =
                Arrays.stream(text.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();

        Distribution distribution = Distribution.of(values);

        assertThat(distribution.median()).isCloseTo(median, within(TOLERANCE));
        assertThat(distribution.p99()).isCloseTo(p99, within(TOLERANCE));
        assertThat(distribution.p999()).isCloseTo(p999, within(TOLERANCE));
    }

    @Test
    void doesNotReorderTheCallersValues() {
        double[] values = {3, 1, 2};

        Distribution _ = Distribution.of(values);

        assertThat(values).containsExactly(3, 1, 2);
    }

    @Test
    void refusesNoValues() {
        assertFails(ErrorKind.DATA, () -> Distribution.of(new double[0]))
                .withMessageContaining("empty");
    }

    @Test
    void refusesNaNRatherThanSkippingIt() {
        assertFails(ErrorKind.DATA, () -> Distribution.of(new double[] {1, Double.NaN, 2}))
                .withMessageContaining("NaN");
        assertFails(ErrorKind.DATA, () -> Distribution.quantiles(new double[] {Double.NaN}));
    }
}
