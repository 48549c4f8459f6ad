package dev.assay.core.stats.exact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RanksTest {
    /// NumPy 2.4.6: `np.quantile(np.sqrt(np.arange(n)), [0.5, 0.99, 0.999])`, to the last bit.
    @Test
    void interpolatesAsNumpyDoes() {
        assertThat(quantiles(1000))
                .isEqualTo(
                        new Quantiles(22.34949383934329, 31.448529337613493, 31.591153821123324));
        assertThat(quantiles(7))
                .isEqualTo(
                        new Quantiles(1.7320508075688772, 2.4366844368661744, 2.4482092121914776));
        assertThat(quantiles(1)).isEqualTo(new Quantiles(0, 0, 0));
    }

    @Test
    void keepsInfinitiesApartFromNaN() {
        double[] values = {1, Double.POSITIVE_INFINITY, 1, 1, 2, Double.POSITIVE_INFINITY};

        assertThat(new Ranks(9).quantiles(values))
                .isEqualTo(new Quantiles(Double.POSITIVE_INFINITY, 1, Double.POSITIVE_INFINITY));
    }

    @Test
    void stayInsideTheValuesHoweverMany() {
        for (long n : new long[] {1, 2, 100, 101, 1L << 33, (1L << 53) - 1}) {
            Ranks ranks = new Ranks(n);
            assertThat(IntStream.range(0, Ranks.COUNT).mapToLong(ranks::rank))
                    .allSatisfy(rank -> assertThat(rank).isBetween(0L, n - 1));
        }
    }

    private static Quantiles quantiles(int n) {
        double[] values = DoubleStream.iterate(0, it -> it + 1).limit(n).map(Math::sqrt).toArray();
        Ranks ranks = new Ranks(n);
        return ranks.quantiles(
                Arrays.stream(new int[] {0, 1, 2, 3, 4, 5})
                        .mapToDouble(it -> values[(int) ranks.rank(it)])
                        .toArray());
    }
}
