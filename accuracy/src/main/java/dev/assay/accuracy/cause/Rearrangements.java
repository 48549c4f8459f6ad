package dev.assay.accuracy.cause;

import java.util.LinkedHashMap;
import java.util.Map;

/// The reference with its elements in another order, under the shape it had.
final class Rearrangements {
    private Rearrangements() {}

    /// By what the order would be a mistake of, in words.
    static Map<String, double[]> of(OutputPair pair) {
        Map<String, double[]> all = new LinkedHashMap<>();
        if (!pair.isImage()) {
            return all;
        }
        int channels = (int) pair.shape().dim(1);
        int height = (int) pair.shape().dim(2);
        int width = (int) pair.shape().dim(3);
        all.put(
                "height and width are exchanged",
                rearranged(pair, (c, h, w) -> c * height * width + w * height + h));
        if (channels > 1) {
            all.put(
                    "the layout is NHWC under an NCHW shape",
                    rearranged(pair, (c, h, w) -> (h * width + w) * channels + c));
            all.put(
                    "the channels are in reverse order",
                    rearranged(pair, (c, h, w) -> ((channels - 1 - c) * height + h) * width + w));
        }
        all.put(
                "the image is upside down",
                rearranged(pair, (c, h, w) -> (c * height + height - 1 - h) * width + w));
        all.put(
                "the image is mirrored",
                rearranged(pair, (c, h, w) -> (c * height + h) * width + width - 1 - w));
        for (int step : new int[] {-1, 1}) {
            String by = step < 0 ? "one pixel back" : "one pixel on";
            all.put(
                    "the image is moved " + by + " vertically",
                    rearranged(
                            pair,
                            (c, h, w) ->
                                    (c * height + Math.clamp(h + step, 0, height - 1)) * width
                                            + w));
            all.put(
                    "the image is moved " + by + " horizontally",
                    rearranged(
                            pair,
                            (c, h, w) ->
                                    (c * height + h) * width + Math.clamp(w + step, 0, width - 1)));
        }
        return all;
    }

    @FunctionalInterface
    private interface Place {
        /// Where in a row the element of channel c, line h and column w goes.
        int of(int c, int h, int w);
    }

    private static double[] rearranged(OutputPair pair, Place place) {
        double[] expected = pair.expected();
        double[] result = expected.clone();
        int channels = (int) pair.shape().dim(1);
        int height = (int) pair.shape().dim(2);
        int width = (int) pair.shape().dim(3);
        for (int row = 0; row < pair.rows(); row++) {
            int start = row * pair.perRow();
            int from = start;
            for (int c = 0; c < channels; c++) {
                for (int h = 0; h < height; h++) {
                    for (int w = 0; w < width; w++) {
                        result[start + place.of(c, h, w)] = expected[from++];
                    }
                }
            }
        }
        return result;
    }
}
