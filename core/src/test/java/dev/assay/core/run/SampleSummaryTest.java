package dev.assay.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SampleSummaryTest {
    @Test
    void summarisesSamplesInAnyOrder() {
        SampleSummary summary = SampleSummary.of("a.f32", new float[] {4, 1, 3, 1.5f}, 7);

        assertThat(summary).isEqualTo(new SampleSummary("a.f32", 4, 7, 1, 2.25, 2.375, 4));
    }

    @Test
    void needsASample() {
        assertThatThrownBy(() -> SampleSummary.of("a.f32", new float[0], 0))
                .isInstanceOf(RuntimeException.class);
    }
}
