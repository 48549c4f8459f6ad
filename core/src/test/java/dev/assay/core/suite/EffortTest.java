package dev.assay.core.suite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EffortTest {
    @Test
    void measuresAsTheDesignSays() {
        assertThat(Effort.QUICK.forks()).isEqualTo(3);
        assertThat(Effort.QUICK.warmUpSeconds()).isEqualTo(0.5);
        assertThat(Effort.QUICK.measureSeconds()).isEqualTo(1.5);
        assertThat(Effort.NIGHTLY.forks()).isEqualTo(5);
        assertThat(Effort.RELEASE.forks()).isEqualTo(10);
        assertThat(Effort.RELEASE.warmUpSeconds()).isEqualTo(1);
        assertThat(Effort.RELEASE.measureSeconds()).isEqualTo(3);
        assertThat(Effort.NIGHTLY.slug()).isEqualTo("nightly");
    }

    @Test
    void measuresEveryBuildInTwoForksAtLeast() {
        assertThat(Effort.QUICK.forks(1)).isEqualTo(3);
        assertThat(Effort.QUICK.forks(3)).isEqualTo(6);
        assertThat(Effort.RELEASE.forks(3)).isEqualTo(10);
    }

    @Test
    void measuresAFastCaseForTheUsualTime() {
        assertThat(Effort.QUICK.measureSeconds(0)).isEqualTo(1.5);
        assertThat(Effort.QUICK.measureSeconds(1e-6)).isEqualTo(1.5);
    }

    @Test
    void stretchesUntilEnoughQueriesFit() {
        assertThat(Effort.QUICK.measureSeconds(2.0 / 64)).isEqualTo(2);
    }

    @Test
    void stretchesASlowCaseToTwiceTheUsualTimeAtMost() {
        assertThat(Effort.QUICK.measureSeconds(60)).isEqualTo(3);
        assertThat(Effort.NIGHTLY.measureSeconds(Double.POSITIVE_INFINITY)).isEqualTo(6);
    }
}
