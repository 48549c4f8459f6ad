package dev.assay.accuracy.generate.detection;

import java.util.ArrayList;
import java.util.List;

/// What can be seen of an object, as COCO writes it.
///
/// @param x left of the smallest box around it, in pixels, like `y`
/// @param width of that box in pixels, like `height`
/// @param area number of pixels
/// @param counts run lengths down the columns, background first; they sum up to the image's pixels
public record VisibleMask(int x, int y, int width, int height, int area, List<Integer> counts) {
    public VisibleMask {
        counts = List.copyOf(counts);
    }

    /// @param owners of the pixels, row-major
    static VisibleMask of(int[] owners, int owner, int height, int width) {
        int left = width;
        int right = -1;
        int top = height;
        int bottom = -1;
        int area = 0;
        List<Integer> counts = new ArrayList<>();
        boolean foreground = false;
        int run = 0;
        for (int column = 0; column < width; column++) {
            for (int row = 0; row < height; row++) {
                boolean here = owners[row * width + column] == owner;
                if (here) {
                    left = Math.min(left, column);
                    right = column;
                    top = Math.min(top, row);
                    bottom = Math.max(bottom, row);
                    area++;
                }
                if (here != foreground) {
                    counts.add(run);
                    run = 0;
                    foreground = here;
                }
                run++;
            }
        }
        counts.add(run);
        return new VisibleMask(left, top, right - left + 1, bottom - top + 1, area, counts);
    }
}
