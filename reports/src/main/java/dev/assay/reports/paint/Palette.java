package dev.assay.reports.paint;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reduces a chart to 256 colours, which makes its file about three times smaller.
///
/// A chart has a dozen colours and their blends with white: the 256 most frequent are kept as they
/// are, so that only single pixels at the edges of letters change, and those by less than an eye
/// sees.
final class Palette {
    private static final int SIZE = 256;
    private static final int RGB = 0xFFFFFF;

    private Palette() {}

    /// @param image of type `TYPE_INT_RGB`
    static BufferedImage reduce(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        // getRGB would ask the colour model about each pixel: half of a report's time.
        int[] pixels = (int[]) image.getRaster().getDataElements(0, 0, width, height, null);
        Map<Integer, Integer> counts = counts(pixels);
        int[] palette = palette(counts);
        Map<Integer, Integer> indices = new HashMap<>();
        counts.keySet().forEach(color -> indices.put(color, nearest(palette, color)));
        BufferedImage reduced =
                new BufferedImage(
                        width,
                        height,
                        BufferedImage.TYPE_BYTE_INDEXED,
                        new IndexColorModel(8, palette.length, palette, 0, false, -1, 0));
        byte[] samples = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            boolean repeated = i > 0 && pixels[i] == pixels[i - 1];
            samples[i] =
                    repeated
                            ? samples[i - 1]
                            : indices.getOrDefault(pixels[i] & RGB, 0).byteValue();
        }
        reduced.getRaster().setDataElements(0, 0, width, height, samples);
        return reduced;
    }

    /// Pixels by colour; counts runs, because most of a chart is empty.
    private static Map<Integer, Integer> counts(int[] pixels) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int start = 0; start < pixels.length; ) {
            int end = start + 1;
            while (end < pixels.length && pixels[end] == pixels[start]) {
                end++;
            }
            counts.merge(pixels[start] & RGB, end - start, Integer::sum);
            start = end;
        }
        return counts;
    }

    private static int[] palette(Map<Integer, Integer> counts) {
        Comparator<Map.Entry<Integer, Integer>> byFrequency =
                Map.Entry.<Integer, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey());
        List<Integer> colors =
                counts.entrySet().stream()
                        .sorted(byFrequency)
                        .limit(SIZE)
                        .map(Map.Entry::getKey)
                        .toList();
        return colors.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int nearest(int[] palette, int color) {
        int best = 0;
        for (int i = 1; i < palette.length; i++) {
            if (distance(palette[i], color) < distance(palette[best], color)) {
                best = i;
            }
        }
        return best;
    }

    private static int distance(int a, int b) {
        int red = (a >> 16) - (b >> 16);
        int green = (a >> 8 & 0xFF) - (b >> 8 & 0xFF);
        int blue = (a & 0xFF) - (b & 0xFF);
        return red * red + green * green + blue * blue;
    }
}
