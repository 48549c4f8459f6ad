package dev.assay.accuracy.generate.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BicubicTest {
    /// Pillow 12.3.0, floor(v + 0.5) of `Image.fromarray(a, mode="F").resize((w, h), BICUBIC)` for
    /// `a[y][x] = (7 x² + 13 y + 5 x y) mod 256` in float32: sums that are not rounded in between.
    @Test
    void reducesAsPillowDoes() {
        assertThat(reduced(4, 3, 4))
                .containsExactly(69, 148, 141, 126, 121, 136, 136, 135, 130, 113, 125, 149);
        assertThat(reduced(3, 2, 3)).containsExactly(34, 138, 150, 91, 146, 126);
    }

    private static int[] reduced(int factor, int height, int width) {
        byte[] high = new byte[factor * height * factor * width];
        for (int at = 0; at < high.length; at++) {
            int x = at % (factor * width);
            int y = at / (factor * width);
            high[at] = (byte) (7 * x * x + 13 * y + 5 * x * y);
        }
        byte[] low = new Bicubic(factor).reduced(high, 0, height, width);
        int[] values = new int[low.length];
        for (int at = 0; at < values.length; at++) {
            values[at] = low[at] & 0xFF;
        }
        return values;
    }
}
