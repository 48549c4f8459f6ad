package dev.assay.accuracy.coco.mask;

import java.util.Arrays;

/// Fills an outline: walks its edges on a grid five times finer, notes where the walk crosses
/// columns of pixels, and turns the sorted crossings into runs.
///
/// Every rounding is that of `rleFrPoly` in pycocotools 2.0.11; nothing is stored of the walk but
/// its crossings.
final class OutlineMask {
    private static final double SCALE = 5;

    /// In pixels; edges are walked step by step, so a lying coordinate costs time.
    private static final double FARTHEST = 1e6;

    private static final long LONGEST_WALK = 100_000_000;

    private final int height;
    private final int width;
    private int[] crossings = new int[64];
    private int count;
    private boolean started;
    private int lastX;
    private int lastY;

    private OutlineMask(int height, int width) {
        this.height = height;
        this.width = width;
    }

    /// @param points `x, y, x, y, ...` in pixels, closed by itself
    /// @throws IllegalArgumentException if there is no point or one is absurdly far outside
    static RunLengths of(double[] points, int height, int width) {
        int corners = points.length / 2;
        if (corners == 0) {
            throw new IllegalArgumentException("it has an outline without points");
        }
        if ((long) height * width > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "its image of %d x %d is too large for outlines".formatted(height, width));
        }
        OutlineMask mask = new OutlineMask(height, width);
        mask.walk(points, corners);
        return mask.runs();
    }

    private void walk(double[] points, int corners) {
        long steps = 0;
        for (int corner = 0; corner < corners; corner++) {
            int next = (corner + 1) % corners;
            int fromX = scale(points[2 * corner]);
            int fromY = scale(points[2 * corner + 1]);
            int toX = scale(points[2 * next]);
            int toY = scale(points[2 * next + 1]);
            steps += Math.max(Math.abs(toX - fromX), Math.abs(toY - fromY));
            if (steps > LONGEST_WALK) {
                throw new IllegalArgumentException("it has an outline of absurd length");
            }
            edge(fromX, fromY, toX, toY);
        }
    }

    private static int scale(double coordinate) {
        if (!(Math.abs(coordinate) <= FARTHEST)) {
            throw new IllegalArgumentException(
                    "it has an outline with the coordinate " + coordinate);
        }
        return (int) (SCALE * coordinate + .5);
    }

    private void edge(int fromX, int fromY, int toX, int toY) {
        int dx = Math.abs(toX - fromX);
        int dy = Math.abs(toY - fromY);
        boolean flat = dx >= dy;
        boolean flip = flat ? fromX > toX : fromY > toY;
        int startX = flip ? toX : fromX;
        int startY = flip ? toY : fromY;
        int endX = flip ? fromX : toX;
        int endY = flip ? fromY : toY;
        int length = Math.max(dx, dy);
        // 0/0 for a repeated corner; its one point lies on its neighbours and crosses nothing.
        double slope = flat ? (double) (endY - startY) / dx : (double) (endX - startX) / dy;
        for (int step = 0; step <= length; step++) {
            int along = flip ? length - step : step;
            if (flat) {
                point(along + startX, (int) (startY + slope * along + .5));
            } else {
                point((int) (startX + slope * along + .5), along + startY);
            }
        }
    }

    private void point(int x, int y) {
        if (started && x != lastX) {
            crossing(x < lastX ? x : x - 1, Math.min(y, lastY));
        }
        started = true;
        lastX = x;
        lastY = y;
    }

    private void crossing(int fineX, int fineY) {
        double x = (fineX + .5) / SCALE - .5;
        if (Math.floor(x) != x || x < 0 || x > width - 1) {
            return;
        }
        double y = (fineY + .5) / SCALE - .5;
        y = Math.ceil(y < 0 ? 0 : Math.min(y, height));
        if (count == crossings.length) {
            crossings = Arrays.copyOf(crossings, 2 * count);
        }
        crossings[count++] = ((int) x) * height + (int) y;
    }

    /// Differences of the sorted crossings; an empty run joins its neighbours.
    private RunLengths runs() {
        int[] ends = Arrays.copyOf(crossings, count + 1);
        ends[count] = height * width;
        Arrays.sort(ends);
        for (int i = count; i > 0; i--) {
            ends[i] -= ends[i - 1];
        }
        int[] counts = new int[ends.length];
        int runs = 0;
        counts[runs++] = ends[0];
        int i = 1;
        while (i < ends.length) {
            if (ends[i] > 0) {
                counts[runs++] = ends[i++];
            } else {
                i++;
                if (i < ends.length) {
                    counts[runs - 1] += ends[i++];
                }
            }
        }
        return new RunLengths(height, width, Arrays.copyOf(counts, runs));
    }
}
