package dev.assay.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorHistogramTest {
    private final ErrorHistogram low = new ErrorHistogram("y", "full", 1, 0, -8, List.of(2L, 3L));
    private final ErrorHistogram high = new ErrorHistogram("y", "full", 0, 4, -5, List.of(5L));
    private final ErrorHistogram equal = new ErrorHistogram("y", "full", 7, 0, 0, List.of());

    @Test
    void addsUpBinsThatDoNotOverlap() {
        assertThat(low.plus(high))
                .isEqualTo(new ErrorHistogram("y", "full", 1, 4, -8, List.of(2L, 3L, 0L, 5L)));
        assertThat(high.plus(low)).isEqualTo(low.plus(high));
    }

    @Test
    void addsUpWithWhatHasNoErrors() {
        assertThat(low.plus(equal).counts()).isEqualTo(low.counts());
        assertThat(equal.plus(low).firstBin()).isEqualTo(-8);
        assertThat(equal.plus(equal).elements()).isEqualTo(14);
    }

    @Test
    void knowsTheCountOfEveryBin() {
        assertThat(low.count(-9)).isZero();
        assertThat(low.count(-7)).isEqualTo(3);
        assertThat(low.count(-6)).isZero();
        assertThat(low.elements()).isEqualTo(6);
        assertThat(ErrorHistogram.lowerEnd(-8)).isEqualTo(0.01);
    }
}
