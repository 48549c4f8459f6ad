package dev.assay.accuracy.coco.match;

import java.util.function.IntUnaryOperator;

/// Regions by category and, within one, by image; the order of the file within both.
///
/// Without categories all are in the first, and those of an image are in the order of their
/// categories: pycocotools joins the lists.
final class Grouping {
    private final Regions regions;
    private final int[] order;
    private final int[] starts;

    private Grouping(Regions regions, int[] order, int[] starts) {
        this.regions = regions;
        this.order = order;
        this.starts = starts;
    }

    static Grouping of(Regions regions, int images, int categories, boolean pooled) {
        int[] order = new int[regions.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        if (pooled) {
            order = sort(order, regions::category, categories);
            order = sort(order, regions::image, images);
            return new Grouping(regions, order, new int[] {0, order.length});
        }
        order = sort(order, regions::image, images);
        order = sort(order, regions::category, categories);
        return new Grouping(regions, order, starts(order, regions::category, categories));
    }

    /// A stable counting sort.
    private static int[] sort(int[] order, IntUnaryOperator key, int keys) {
        int[] next = starts(order, key, keys);
        int[] sorted = new int[order.length];
        for (int index : order) {
            sorted[next[key.applyAsInt(index)]++] = index;
        }
        return sorted;
    }

    private static int[] starts(int[] order, IntUnaryOperator key, int keys) {
        int[] starts = new int[keys + 1];
        for (int index : order) {
            starts[key.applyAsInt(index) + 1]++;
        }
        for (int i = 0; i < keys; i++) {
            starts[i + 1] += starts[i];
        }
        return starts;
    }

    int start(int category) {
        return starts[category];
    }

    int end(int category) {
        return starts[category + 1];
    }

    int index(int position) {
        return order[position];
    }

    /// The image at a position, or a number above all images at the end of the category.
    int image(int position, int end) {
        return position < end ? regions.image(order[position]) : Integer.MAX_VALUE;
    }

    /// The position behind the last region of the image.
    int endOfImage(int position, int end, int image) {
        int at = position;
        while (at < end && regions.image(order[at]) == image) {
            at++;
        }
        return at;
    }
}
