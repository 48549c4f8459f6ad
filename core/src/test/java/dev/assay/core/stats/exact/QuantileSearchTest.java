package dev.assay.core.stats.exact;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantileSearchTest {
    private static final int BLOCK = 512;

    /// More values in one interval than are gathered at once.
    private static final int MANY = 3 * Region.GATHERED_AT_MOST;

    enum Values {
        SMOOTH(it -> -Math.log(it)),
        WIDE(it -> Math.exp(1400 * (it - 0.5))),
        NARROW(it -> 1 + 1e-3 * it),
        NARROWEST(it -> 1 + 0x1p-48 * Math.floor(16 * it)),
        QUANTISED(it -> Math.floor(8 * it) / 1024),
        ONE_VALUE(it -> 0.1),
        MOSTLY_ZERO(it -> Math.max(0, it - 0.995)),
        INFINITE_TAIL(it -> it < 0.98 ? it : Double.POSITIVE_INFINITY),
        SUBNORMAL(it -> Double.MIN_VALUE * Math.floor(1000 * it));

        private final DoubleUnaryOperator quantile;

        Values(DoubleUnaryOperator quantile) {
            this.quantile = quantile;
        }

        double[] draw(int count) {
            return new Random(count).doubles(count).map(quantile).toArray();
        }
    }

    @ParameterizedTest
    @EnumSource
    void findsWhatSortingFinds(Values values) {
        for (int count : new int[] {1, 2, 3, 101, 1000, 70_001}) {
            check(values.draw(count), QuantileSearch.counting());
            check(values.draw(count), QuantileSearch.keeping(count));
        }
    }

    @ParameterizedTest
    @EnumSource
    void findsWhatSortingFindsWhereOneIntervalHoldsTooMany(Values values) {
        check(values.draw(MANY), QuantileSearch.counting());
    }

    @ParameterizedTest
    @EnumSource
    void isNotMisledByAWrongGuess(Values values) {
        double[] all = values.draw(70_001);
        for (Values sampled : Values.values()) {
            Tally sample = tally(sampled.draw(1000), QuantileSearch.counting());
            check(all, QuantileSearch.guessing(List.of(sample), 70));
        }
    }

    @Test
    void needsOneReadingAfterARightGuessAndTwoWithout() {
        double[] values = Values.SMOOTH.draw(200_000);
        Tally sample = tally(Arrays.copyOf(values, 20_000), QuantileSearch.counting());

        assertThat(check(values, QuantileSearch.guessing(List.of(sample), 10))).isEqualTo(1);
        assertThat(check(values, QuantileSearch.counting())).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void findsTheSameInAnyNumberOfPartsMergedInAnyOrder(int parts) {
        double[] values = Values.NARROW.draw(MANY);
        QuantileSearch search = QuantileSearch.counting();
        while (!search.finished()) {
            Tally all = new Tally(List.of(search), BLOCK);
            for (int part = parts - 1; part >= 0; part--) {
                int from = (int) ((long) part * MANY / parts);
                int to = (int) ((part + 1L) * MANY / parts);
                all.merge(tally(Arrays.copyOfRange(values, from, to), search));
            }
            search = search.next(List.of(all), 0, false);
        }

        assertThat(search.quantiles()).hasValue(sorted(values));
    }

    @Test
    void looksForNothingAmongWholeNumbersThatAreAloneInTheirInterval() {
        double[] ulps = new Random(1).ints(9999, 0, 200).asDoubleStream().toArray();
        QuantileSearch search = QuantileSearch.counting();
        long zeros = Arrays.stream(ulps).filter(it -> it == 0).count();

        QuantileSearch after = search.next(List.of(tally(ulps, search)), zeros, true);

        assertThat(after.finished()).isTrue();
        assertThat(after.quantiles()).hasValue(sorted(ulps));
    }

    @Test
    void joinsTwoStreams() {
        double[] first = Values.SMOOTH.draw(5000);
        double[] second = Values.NARROW.draw(300);
        QuantileSearch search = QuantileSearch.counting();
        while (!search.finished()) {
            search = search.next(List.of(tally(first, search), tally(second, search)), 0, false);
        }

        assertThat(search.quantiles())
                .hasValue(
                        sorted(
                                DoubleStream.concat(Arrays.stream(first), Arrays.stream(second))
                                        .toArray()));
    }

    @Test
    void hasNoQuantilesOfNoValues() {
        QuantileSearch search = QuantileSearch.counting();

        QuantileSearch after = search.next(List.of(tally(new double[0], search)), 0, false);

        assertThat(after.finished()).isTrue();
        assertThat(after.quantiles()).isEmpty();
    }

    @Test
    void noticesThatTheValuesChangedBetweenReadings() {
        double[] values = Values.SMOOTH.draw(100_000);
        QuantileSearch first = QuantileSearch.counting();
        QuantileSearch second = first.next(List.of(tally(values, first)), 0, false);
        Tally other = tally(new double[100_000], second);

        assertFails(ErrorKind.DATA, () -> second.next(List.of(other), 0, false))
                .withMessageContaining("changed");
    }

    /// @return number of readings
    private static int check(double[] values, QuantileSearch search) {
        long zeros = Arrays.stream(values).filter(it -> it == 0).count();
        int readings = 0;
        while (!search.finished()) {
            search = search.next(List.of(tally(values, search)), zeros, false);
            readings++;
        }

        assertThat(search.quantiles()).hasValue(sorted(values));
        // Bits of a double, 17 by the first reading and 12 by each that follows; the interval below
        // the smallest float is the widest.
        assertThat(readings).isLessThanOrEqualTo(7);
        return readings;
    }

    private static Tally tally(double[] values, QuantileSearch search) {
        Tally tally = new Tally(List.of(search), BLOCK);
        float[] rounded = new float[BLOCK];
        for (int from = 0; from < values.length; from += BLOCK) {
            double[] block =
                    Arrays.copyOfRange(values, from, Math.min(from + BLOCK, values.length));
            for (int i = 0; i < block.length; i++) {
                rounded[i] = (float) block[i];
            }
            tally.add(block, rounded, block.length);
        }
        return tally;
    }

    private static Quantiles sorted(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        Ranks ranks = new Ranks(values.length);
        double[] at = new double[Ranks.COUNT];
        for (int i = 0; i < at.length; i++) {
            at[i] = sorted[(int) ranks.rank(i)];
        }
        return ranks.quantiles(at);
    }
}
