package dev.assay.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void drawsGapsAroundTheirMean() {
        Schedule schedule = Schedule.poisson(200);
        schedule.start(0);

        double[] gaps = DoubleStream.generate(schedule::nextGap).limit(100_000).toArray();

        // The mean of n exponential gaps has a standard error of mean / sqrt(n): 0.3 %. Five of
        // them, and the seed is fixed.
        assertThat(DoubleStream.of(gaps).average().orElseThrow()).isCloseTo(5e6, within(8e4));
        assertThat(DoubleStream.of(gaps).min().orElseThrow()).isPositive();
    }

    @Test
    void drawsTheSameGapsEveryTime() {
        Schedule schedule = Schedule.poisson(1000);
        schedule.start(0);
        double first = schedule.nextGap();
        schedule.start(5);

        assertThat(schedule.nextGap()).isEqualTo(first);
    }

    @Test
    void timesALateQueryFromWhenItWasDue() {
        Schedule schedule = Schedule.poisson(1e6);
        long longAgo = System.nanoTime() - 1_000_000_000L;
        schedule.start(longAgo);

        assertThat(schedule.await()).isBetween(longAgo, longAgo + 100_000_000L);
    }

    @Test
    void isDueAtOnceInAClosedLoop() {
        long before = System.nanoTime();

        assertThat(Schedule.none().await()).isBetween(before, System.nanoTime());
    }
}
