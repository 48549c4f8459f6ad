package dev.assay.accuracy.coco.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// pycocotools 2.0.11: `merge(frPyObjects(outlines, 8, 10))['counts']`, and its decoded runs,
/// `area` and `toBbox`.
class SegmentationTest {
    static Stream<Arguments> outlines() {
        return Stream.of(
                Arguments.of(
                        List.of(new double[] {1.5, 1.5, 8.2, 2.1, 4.4, 7.7}),
                        "b0173M2NN2O1N`0",
                        "8x10[18, 1, 7, 4, 4, 6, 2, 4, 4, 3, 5, 1, 21]",
                        new double[] {2, 2, 6, 6}),
                Arguments.of(
                        List.of(new double[] {-3, -2, 4.5, -1, 5, 5.5, -1, 6}),
                        "0620000000X1",
                        "8x10[0, 6, 2, 6, 2, 6, 2, 6, 2, 6, 42]",
                        new double[] {0, 0, 5, 6}),
                Arguments.of(
                        List.of(new double[] {2, 2, 2, 2, 7, 2, 7, 6, 7, 6, 2, 6}),
                        "b0440000000f0",
                        "8x10[18, 4, 4, 4, 4, 4, 4, 4, 4, 4, 26]",
                        new double[] {2, 2, 5, 4}),
                Arguments.of(
                        List.of(
                                new double[] {1, 1, 5, 1, 5, 5, 1, 5},
                                new double[] {3, 3, 8, 3, 8, 7, 3, 7}),
                        "944002N02N0000=",
                        "8x10[9, 4, 4, 4, 4, 6, 2, 6, 4, 4, 4, 4, 4, 4, 17]",
                        new double[] {1, 1, 7, 6}),
                Arguments.of(
                        List.of(new double[] {20, 20, 25, 20, 22, 30}),
                        "`2",
                        "8x10[80]",
                        new double[4]));
    }

    @ParameterizedTest
    @MethodSource("outlines")
    void fillsOutlinesAndReadsCompressedRunsAsPycocotools(
            List<double[]> parts, String text, String runs, double[] box) {
        RunLengths filled = new Segmentation.Outlines(parts).mask(8, 10);
        RunLengths read = new Segmentation.Text(8, 10, text).mask(0, 0);

        assertThat(filled).hasToString(runs);
        assertThat(read).hasToString(runs);
        assertThat(read.box()).isEqualTo(box);
    }

    @Test
    void countsThePixelsThatTwoMasksShare() {
        RunLengths left = RunLengths.of(2, 4, 0, 4, 4);
        RunLengths middle = RunLengths.of(2, 4, 2, 4, 2);

        assertThat(MaskIou.of(left, middle, false)).isEqualTo(2 / 6.0);
        assertThat(MaskIou.of(left, middle, true)).isEqualTo(2 / 4.0);
        assertThat(MaskIou.of(left, RunLengths.of(4, 2, 0, 8), false)).isEqualTo(-1);
        assertThat(MaskIou.of(left, RunLengths.of(2, 4, 4, 4), false)).isZero();
    }

    @Test
    void hasNoBoxWithoutForeground() {
        assertThat(RunLengths.of(2, 2).box()).isEqualTo(new double[4]);
        assertThat(RunLengths.of(2, 2, 4).box()).isEqualTo(new double[4]);
        assertThat(RunLengths.of(2, 2, 1, 2, 1, 0).box()).isEqualTo(new double[] {0, 0, 2, 2});
    }

    @Test
    void refusesMasksThatCannotBe() {
        refuses(new Segmentation.Text(8, 10, "b0173M2NN2O1N`"), "end within a number");
        refuses(new Segmentation.Text(8, 10, "b0 1"), "a character beyond");
        refuses(new Segmentation.Text(9, 10, "`2"), "cover 80 pixels, its size 9 x 10 has 90");
        refuses(Segmentation.Absent.INSTANCE, "no segmentation");
        refuses(new Segmentation.Outlines(List.of()), "fewer than 3 points");
        refuses(new Segmentation.Outlines(List.of(new double[] {1, 1, 5, 5})), "fewer than 3");
        refuses(outline(Double.NaN), "the coordinate NaN");
        refuses(outline(1e9), "the coordinate 1.0E9");
        assertThatThrownBy(() -> outline(3).mask(0, 10)).hasMessageContaining("no height");
        assertThatThrownBy(() -> outline(3).mask(65536, 65536)).hasMessageContaining("too large");
        assertThatThrownBy(() -> RunLengths.of(0, 4)).hasMessageContaining("size is 0 x 4");
    }

    private static Segmentation outline(double x) {
        return new Segmentation.Outlines(List.of(new double[] {1, 1, x, 5, 2, 7}));
    }

    private static void refuses(Segmentation segmentation, String message) {
        assertThatThrownBy(() -> segmentation.mask(8, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
