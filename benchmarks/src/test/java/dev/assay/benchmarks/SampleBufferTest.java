package dev.assay.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SampleBufferTest {
    @Test
    void keepsTimesInOrderAsSeconds() {
        SampleBuffer buffer = new SampleBuffer(4);
        buffer.add(2_000_000_000L);
        buffer.add(500_000_000L);

        assertThat(buffer.seconds()).containsExactly(2f, 0.5f);
        assertThat(buffer.totalSeconds()).isEqualTo(2.5, within(1e-12));
    }

    @Test
    void countsWhatDoesNotFitInsteadOfForgettingIt() {
        SampleBuffer buffer = new SampleBuffer(2);
        for (int i = 0; i < 5; i++) {
            buffer.add(i);
        }

        assertThat(buffer.size()).isEqualTo(2);
        assertThat(buffer.dropped()).isEqualTo(3);
    }
}
