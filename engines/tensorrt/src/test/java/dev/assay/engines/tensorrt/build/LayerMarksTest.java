package dev.assay.engines.tensorrt.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LayerMarksTest {
    @Test
    void matchesNamesWithStarsForAnyText() {
        LayerMarks marks = LayerMarks.parse("conv_in,body.0.*.attended");

        assertThat(marks.matches("conv_in")).isTrue();
        assertThat(marks.matches("conv_in.weight")).isFalse();
        assertThat(marks.matches("body.0.bottleneck.attended")).isTrue();
        assertThat(marks.matches("body.1.bottleneck.attended")).isFalse();
        assertThat(marks.matches("bodyX0.bottleneck.attended")).isFalse();
    }

    @Test
    void leavesOutTensorsThatNobodyNamed() {
        assertThat(LayerMarks.parse("*").matches("(Unnamed Layer* 3) [Shuffle]_output")).isFalse();
        assertThat(LayerMarks.parse("").matches("conv_in")).isFalse();
    }
}
