package dev.assay.accuracy.generate.detection;

import dev.assay.accuracy.generate.SceneObject;
import dev.assay.accuracy.generate.Silhouette.Point;
import dev.assay.accuracy.generate.SplitMix64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The picture that is being painted, and who owns each of its pixels.
final class Canvas {
    private static final int NOBODY = -1;

    private final int height;
    private final int width;
    private final double pixel;
    private final double[] light;
    private final int[] owners;

    /// Pixels of each owner that were ever painted, and that can still be seen.
    private final List<int[]> painted = new ArrayList<>();

    /// @param light of the background, planar [3, H, W]; painted over in place
    Canvas(double[] light, int height, int width) {
        this.light = light;
        this.height = height;
        this.width = width;
        this.pixel = 1.0 / Math.min(height, width);
        this.owners = new int[height * width];
        Arrays.fill(owners, NOBODY);
    }

    /// The side of a pixel in scene units.
    double pixel() {
        return pixel;
    }

    double right() {
        return width * pixel;
    }

    double bottom() {
        return height * pixel;
    }

    Point anywhere(SplitMix64 random) {
        return new Point(random.between(0, right()), random.between(0, bottom()));
    }

    /// The pixels whose centres lie within a figure, as indices in ascending order.
    int[] pixels(Figure figure) {
        return pixels(figure, 1);
    }

    /// Those of every so many rows and columns only.
    int[] pixels(Figure figure, int step) {
        int[] found = new int[64];
        int count = 0;
        for (int row = first(figure.centre().y() - figure.radius());
                row < end(figure.centre().y() + figure.radius(), height);
                row += step) {
            for (int column = first(figure.centre().x() - figure.radius());
                    column < end(figure.centre().x() + figure.radius(), width);
                    column += step) {
                if (figure.distance((column + 0.5) * pixel, (row + 0.5) * pixel) <= 0) {
                    if (count == found.length) {
                        found = Arrays.copyOf(found, 2 * count);
                    }
                    found[count++] = row * width + column;
                }
            }
        }
        return Arrays.copyOf(found, count);
    }

    private int first(double coordinate) {
        return Math.max(0, (int) Math.floor(coordinate / pixel));
    }

    private static int end(double coordinate, int length, double pixel) {
        return Math.clamp((long) Math.ceil(coordinate / pixel) + 1, 0, length);
    }

    private int end(double coordinate, int length) {
        return end(coordinate, length, pixel);
    }

    /// How the picture looks under these pixels on average: red, green, blue.
    double[] mean(int[] pixels) {
        double[] mean = new double[3];
        for (int band = 0; band < mean.length; band++) {
            double sum = 0;
            for (int at : pixels) {
                sum += light[band * height * width + at];
            }
            mean[band] = sum / pixels.length;
        }
        return mean;
    }

    /// Whether every owner would still show at least this share of what was painted of it.
    ///
    /// @param each how many pixels one of these stands for
    boolean leaves(int[] pixels, int each, double share) {
        int[] lost = new int[painted.size()];
        for (int at : pixels) {
            if (owners[at] != NOBODY) {
                lost[owners[at]] += each;
            }
        }
        for (int owner = 0; owner < lost.length; owner++) {
            int[] counts = painted.get(owner);
            if (lost[owner] > 0 && counts[1] - lost[owner] < share * counts[0]) {
                return false;
            }
        }
        return true;
    }

    /// A new owner without pixels.
    int newOwner() {
        painted.add(new int[2]);
        return painted.size() - 1;
    }

    /// Gives pixels to an owner.
    void give(int[] pixels, int owner) {
        int[] counts = painted.get(owner);
        for (int at : pixels) {
            counts[0] += owners[at] == owner ? 0 : 1;
        }
        take(pixels, owner);
        counts[1] += pixels.length;
    }

    /// Hides whatever owns these pixels behind something that nobody looks for.
    void hide(int[] pixels) {
        take(pixels, NOBODY);
    }

    private void take(int[] pixels, int owner) {
        for (int at : pixels) {
            if (owners[at] != NOBODY) {
                painted.get(owners[at])[1]--;
            }
            owners[at] = owner;
        }
    }

    /// Paints a figure, pixels that it covers in part too.
    void paint(Figure figure, SceneObject object) {
        double margin = Math.max(object.edgeWidth(), pixel);
        double reach = figure.radius() + margin;
        double[] bands = new double[3];
        int plane = height * width;
        for (int row = first(figure.centre().y() - reach);
                row < end(figure.centre().y() + reach, height);
                row++) {
            for (int column = first(figure.centre().x() - reach);
                    column < end(figure.centre().x() + reach, width);
                    column++) {
                int at = row * width + column;
                for (int band = 0; band < bands.length; band++) {
                    bands[band] = light[band * plane + at];
                }
                object.paintOver(bands, (column + 0.5) * pixel, (row + 0.5) * pixel, pixel);
                for (int band = 0; band < bands.length; band++) {
                    light[band * plane + at] = bands[band];
                }
            }
        }
    }

    double[] light() {
        return light;
    }

    VisibleMask mask(int owner) {
        return VisibleMask.of(owners, owner, height, width);
    }
}
