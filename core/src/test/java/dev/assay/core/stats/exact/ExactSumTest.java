package dev.assay.core.stats.exact;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactSumTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 30, 300, 1000})
    void roundsTheTrueSumOnce(int spread) {
        Random random = new Random(spread);
        double[] values =
                random.doubles(2000, -1, 1)
                        .map(it -> Math.scalb(it, random.nextInt(2 * spread + 1) - spread))
                        .toArray();
        BigDecimal exact =
                Arrays.stream(values)
                        .mapToObj(BigDecimal::new)
                        .reduce(BigDecimal.ZERO, BigDecimal::add);

        assertThat(sum(values).value()).isEqualTo(exact.doubleValue());
    }

    @Test
    void dependsNeitherOnOrderNorOnGrouping() {
        List<Double> values =
                new Random(5)
                        .doubles(999, -1e20, 1e20)
                        .map(it -> it * it * it)
                        .boxed()
                        .collect(Collectors.toList());
        double expected = sum(values.stream().mapToDouble(it -> it).toArray()).value();

        for (int seed = 0; seed < 10; seed++) {
            Collections.shuffle(values, new Random(seed));
            ExactSum left = new ExactSum();
            ExactSum right = new ExactSum();
            values.subList(0, 100 * seed).forEach(left::add);
            values.subList(100 * seed, 999).forEach(right::add);
            right.merge(left);
            assertThat(right.value()).isEqualTo(expected);
        }
    }

    @Test
    void losesNothingBetweenTheLargestAndTheSmallest() {
        assertThat(sum(Double.MAX_VALUE, Double.MIN_VALUE, -Double.MAX_VALUE).value())
                .isEqualTo(Double.MIN_VALUE);
        assertThat(sum(1, 0x1p-53, 0x1p-1074).value()).isEqualTo(Math.nextUp(1.0));
        assertThat(sum(1, 0x1p-53).value()).isEqualTo(1);
        assertThat(sum(-0x1p-1060, 0x1p-1061).value()).isEqualTo(-0x1p-1061);
        assertThat(sum().value()).isZero();
    }

    @Test
    void returnsFromBeyondTheRangeOfDouble() {
        double largest = Double.MAX_VALUE;

        assertThat(sum(largest, largest).value()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(sum(largest, largest, -largest).value()).isEqualTo(largest);
    }

    @Test
    void addsWhatIsNotFiniteAsDoublesDo() {
        assertThat(sum(1, Double.POSITIVE_INFINITY).value()).isInfinite().isPositive();
        assertThat(sum(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY).value()).isNaN();
        assertThat(sum(1, Double.NaN).value()).isNaN();
    }

    private static ExactSum sum(double... values) {
        ExactSum sum = new ExactSum();
        Arrays.stream(values).forEach(sum::add);
        return sum;
    }
}
