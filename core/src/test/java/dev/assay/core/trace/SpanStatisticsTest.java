package dev.assay.core.trace;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.ErrorKind;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanStatisticsTest {
    /// The expected indices were computed with trtexec's rule in single-precision C.
    @ParameterizedTest
    @CsvSource({
        "90, 1, 0",
        "90, 9, 8",
        "90, 10, 8",
        "90, 11, 9",
        "95, 20, 18",
        "95, 21, 19",
        "99, 100, 99",
        "99, 101, 99",
        "99, 1000, 990",
        "99, 1050, 1039",
        "99.9, 6636, 6629",
        "50, 4, 1",
        "0, 10, 0",
        "100, 10, 9"
    })
    void findsTrtexecsIndexInSinglePrecision(double percentage, int count, int index) {
        assertThat(SpanStatistics.trtexecIndex(percentage, count)).isEqualTo(index);
    }

    @Test
    void sumsUpAsTrtexecDoes() {
        SpanStatistics statistics = SpanStatistics.of(new double[] {4, 1, 3, 2});

        assertThat(statistics.min()).isEqualTo(1);
        assertThat(statistics.max()).isEqualTo(4);
        assertThat(statistics.mean()).isEqualTo(2.5);
        assertThat(statistics.median()).isEqualTo(2.5);
        assertThat(statistics.coefficientOfVariation())
                .isCloseTo(Math.sqrt(1.25) / 2.5, within(1e-15));
    }

    @Test
    void showsBothPercentileRules() {
        double[] seconds = IntStream.rangeClosed(1, 100).asDoubleStream().toArray();

        List<SpanStatistics.Quantile> quantiles = SpanStatistics.of(seconds).quantiles();

        assertThat(quantiles)
                .extracting(SpanStatistics.Quantile::trtexec)
                .containsExactly(90.0, 95.0, 100.0);
        assertThat(quantiles.get(0).interpolated()).isCloseTo(90.1, within(1e-12));
        assertThat(quantiles.get(1).interpolated()).isCloseTo(95.05, within(1e-12));
        assertThat(quantiles.get(2).interpolated()).isCloseTo(99.01, within(1e-12));
    }

    @Test
    void copiesThatWereNotMadeDoNotVary() {
        assertThat(SpanStatistics.of(new double[3]).coefficientOfVariation()).isZero();
    }

    @Test
    void noTimesAreAnError() {
        assertFails(ErrorKind.DATA, () -> SpanStatistics.of(new double[0]))
                .withMessageContaining("no times");
    }
}
