package dev.assay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairwiseSumTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 127, 128, 129, 255, 256, 257, 1000, 1 << 14})
    void addsEveryElementOnce(int count) {
        double sum = PairwiseSum.of(count, index -> index + 1);

        assertThat(sum).isEqualTo(count * (count + 1.0) / 2);
    }

    @Test
    void staysNearTheExactSumOfAMillionValues() {
        double[] values = new Random(1).doubles(1_000_000, 0, 1e-3).toArray();
        double exact =
                Arrays.stream(values)
                        .mapToObj(BigDecimal::new)
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .doubleValue();

        assertThat(PairwiseSum.of(values)).isCloseTo(exact, within(20 * Math.ulp(exact)));
    }

    @Test
    void losesNoSmallValuesBehindALargeOne() {
        double[] values = new double[1 << 16];
        Arrays.fill(values, 0x1p-53);
        values[0] = 1;
        double sequential = 0;
        for (double value : values) {
            sequential += value;
        }

        assertThat(sequential).isEqualTo(1);
        assertThat(PairwiseSum.of(values)).isCloseTo(1 + 0x1p-37, within(0x1p-45));
    }

    @Test
    void addsBlocksOf128AsABalancedTree() {
        double[] values = new Random(2).doubles(3 * 128 + 5).toArray();
        double left = block(values, 0, 128) + block(values, 128, 256);
        double right = block(values, 256, 384) + block(values, 384, 389);

        assertThat(PairwiseSum.of(values)).isEqualTo(left + right);
    }

    @Test
    void givesTheSameBitsOnEveryThread() {
        double[] values = new Random(3).doubles(100_003).toArray();

        assertThat(IntStream.range(0, 16).parallel().mapToDouble(i -> PairwiseSum.of(values)))
                .containsOnly(PairwiseSum.of(values));
    }

    private static double block(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum;
    }
}
