package dev.assay.core.stats.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.AssayException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HierarchicalBootstrapTest {
    private static final HierarchicalBootstrap BOOTSTRAP = new HierarchicalBootstrap(500, 0.9, 7);

    @Test
    void givesTheSameIntervalForTheSameSeed() {
        List<double[]> a = forks(1, 0.01);
        List<double[]> b = forks(2, 0.01);

        assertThat(BOOTSTRAP.interval(a, b)).isEqualTo(BOOTSTRAP.interval(a, b));
        assertThat(new HierarchicalBootstrap(500, 0.9, 8).interval(a, b))
                .isNotEqualTo(BOOTSTRAP.interval(a, b));
    }

    /// With quiet samples the spread is that of the forks, `2 z · sd · sqrt(2/n)`; what is drawn
    /// lies on a lattice of ln(1.02)/20.
    @Test
    void isAsWideAsTheForksDiffer() {
        List<double[]> a =
                IntStream.range(0, 20).mapToObj(i -> fork(new Random(i), i % 2)).toList();

        Interval interval = new HierarchicalBootstrap(4_000, 0.9, 7).interval(a, a);

        double deviation = 0.5 * Math.log(1.02);
        assertThat(interval.high() - interval.low())
                .isCloseTo(
                        2 * 1.645 * deviation * Math.sqrt(2 / 20.0), within(Math.log(1.02) / 20));
    }

    /// Pooled samples would give an interval a tenth as wide.
    @Test
    void drawsForksAndNotTheirPooledSamples() {
        Interval two = BOOTSTRAP.interval(forks(3, 0.02), forks(4, 0.02));
        Interval none = BOOTSTRAP.interval(forks(3, 0), forks(4, 0));

        assertThat(two.high() - two.low()).isGreaterThan(5 * (none.high() - none.low()));
    }

    @Test
    void refusesNoForksAndTimesWithoutALogarithm() {
        assertThatThrownBy(() -> BOOTSTRAP.interval(List.of(), forks(1, 0.01)))
                .isInstanceOf(AssayException.class);
        assertThatThrownBy(() -> BOOTSTRAP.interval(List.of(new double[] {0}), forks(1, 0.01)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("no logarithm");
        assertThatThrownBy(() -> new HierarchicalBootstrap(10, 0.9, 1))
                .isInstanceOf(AssayException.class);
    }

    /// Two kinds of forks 2 % apart, nearly without noise.
    private static double[] fork(Random random, int kind) {
        double level = kind == 0 ? 1 : 1.02;
        return IntStream.range(0, 11)
                .mapToDouble(i -> level * (1 + 1e-6 * random.nextGaussian()))
                .toArray();
    }

    private static List<double[]> forks(long seed, double deviation) {
        Random random = new Random(seed);
        return IntStream.range(0, 6)
                .mapToObj(fork -> {
                    double level = Math.exp(deviation * random.nextGaussian());
                    return IntStream.range(0, 200)
                            .mapToDouble(i -> level * (1 + 0.005 * random.nextGaussian()))
                            .toArray();
                })
                .toList();
    }
}
