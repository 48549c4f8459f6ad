package dev.assay.accuracy.coco.mask;

import java.util.Arrays;

/// A binary mask of `[height, width]` as run lengths down its columns: background first, then
/// foreground, in turn.
///
/// Counts are unsigned 32-bit, as in COCO's `maskApi.h`.
public final class RunLengths {
    private final int height;
    private final int width;
    private final int[] counts;

    /// @param counts owned by the new mask
    RunLengths(int height, int width, int[] counts) {
        this.height = height;
        this.width = width;
        this.counts = counts;
    }

    /// @throws IllegalArgumentException if the runs do not fill the mask exactly: pycocotools reads
    ///   on without end where two such masks overlap
    public static RunLengths of(int height, int width, int... counts) {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("its size is %d x %d".formatted(height, width));
        }
        long sum = 0;
        for (int count : counts) {
            sum += Integer.toUnsignedLong(count);
        }
        if (counts.length > 0 && sum != (long) height * width) {
            throw new IllegalArgumentException(
                    "its runs cover %d pixels, its size %d x %d has %d"
                            .formatted(sum, height, width, (long) height * width));
        }
        return new RunLengths(height, width, counts.clone());
    }

    int height() {
        return height;
    }

    int width() {
        return width;
    }

    int runs() {
        return counts.length;
    }

    int count(int run) {
        return counts[run];
    }

    boolean sameSizeAs(RunLengths other) {
        return height == other.height && width == other.width;
    }

    /// Pixels of the foreground.
    public long area() {
        int area = 0;
        for (int run = 1; run < counts.length; run += 2) {
            area += counts[run];
        }
        return Integer.toUnsignedLong(area);
    }

    /// The smallest box `[x, y, width, height]` around the foreground, all zero without any run of
    /// it.
    ///
    /// Runs of length zero do not widen it, as in pycocotools 2.0.11 and unlike `cocodataset`'s
    /// original. If all are of length zero, the width wraps around, as there.
    public double[] box() {
        int pairs = counts.length / 2 * 2;
        if (pairs == 0) {
            return new double[4];
        }
        int left = width;
        int top = height;
        int right = 0;
        int bottom = 0;
        int end = 0;
        for (int run = 0; run < pairs; run++) {
            int start = end;
            end += counts[run];
            if (run % 2 == 0 || counts[run] == 0) {
                continue;
            }
            int firstColumn = Integer.divideUnsigned(start, height);
            int lastColumn = Integer.divideUnsigned(end - 1, height);
            left = Math.min(left, firstColumn);
            right = Math.max(right, lastColumn);
            if (firstColumn < lastColumn) {
                top = 0;
                bottom = height - 1;
            } else {
                top = Math.min(top, Integer.remainderUnsigned(start, height));
                bottom = Math.max(bottom, Integer.remainderUnsigned(end - 1, height));
            }
        }
        return new double[] {
            left,
            top,
            Integer.toUnsignedLong(right - left + 1),
            Integer.toUnsignedLong(bottom - top + 1)
        };
    }

    @Override
    public String toString() {
        return height + "x" + width + Arrays.toString(counts);
    }
}
