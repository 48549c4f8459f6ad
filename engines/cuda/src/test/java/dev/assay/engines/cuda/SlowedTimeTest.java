package dev.assay.engines.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlowedTimeTest {
    @Test
    void whatTheKernelTakesItselfIsPartOfTheSlowdown() {
        assertThat(new SlowedTime.Parts(500_000, 2_000).stay(0.05)).isEqualTo(23_000);
    }

    @Test
    void aKernelThatAloneTakesMoreThanTheShareDoesNotStay() {
        assertThat(new SlowedTime.Parts(100_000, 2_000).stay(0.01)).isZero();
    }
}
