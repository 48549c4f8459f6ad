package dev.assay.core.stats.block;

import dev.assay.core.AssayException;

/// The elements of a tensor that are compared, as runs of flat row-major indices.
public sealed interface Selection {
    /// The first selected index at or after one; {@link Long#MAX_VALUE} if there is none.
    long start(long from);

    /// The first index after a selected one that may not be selected.
    long end(long selected);

    default boolean contains(long index) {
        return start(index) == index;
    }

    /// Number of selected elements among the first so many.
    default long count(long elements) {
        long count = 0;
        for (long start = start(0); start < elements; ) {
            long end = Math.min(end(start), elements);
            count += end - start;
            start = start(end);
        }
        return count;
    }

    /// Every element.
    record All() implements Selection {
        @Override
        public long start(long from) {
            return from;
        }

        @Override
        public long end(long selected) {
            return Long.MAX_VALUE;
        }
    }

    /// The inside of every image plane of a tensor `[…, H, W]`, without a margin on each side.
    record Centre(long height, long width, long margin) implements Selection {
        public Centre {
            if (margin < 0 || 2 * margin >= height || 2 * margin >= width) {
                throw AssayException.data(
                        "A plane of %s x %s has no centre inside a margin of %s"
                                .formatted(height, width, margin));
            }
        }

        @Override
        public long start(long from) {
            long row = Math.floorDiv(from, width);
            long column = from - row * width;
            if (column >= width - margin) {
                row++;
                column = 0;
            }
            long rowInPlane = row % height;
            if (rowInPlane < margin) {
                return (row - rowInPlane + margin) * width + margin;
            }
            if (rowInPlane >= height - margin) {
                return (row - rowInPlane + height + margin) * width + margin;
            }
            return row * width + Math.max(column, margin);
        }

        @Override
        public long end(long selected) {
            return margin == 0 ? Long.MAX_VALUE : selected - selected % width + width - margin;
        }
    }

    /// What {@link Centre} leaves out: the ring along the edges of every image plane.
    record Border(long height, long width, long margin) implements Selection {
        public Border {
            if (margin < 1 || 2 * margin >= height || 2 * margin >= width) {
                throw AssayException.data(
                        "A plane of %s x %s has no border of %s around a centre"
                                .formatted(height, width, margin));
            }
        }

        @Override
        public long start(long from) {
            Centre centre = new Centre(height, width, margin);
            return centre.contains(from) ? centre.end(from) : from;
        }

        @Override
        public long end(long selected) {
            return new Centre(height, width, margin).start(selected);
        }
    }
}
