package dev.assay.accuracy.generate.detection;

import dev.assay.accuracy.generate.SceneObject;
import dev.assay.accuracy.generate.Silhouette.Point;
import dev.assay.accuracy.generate.SplitMix64;
import dev.assay.accuracy.generate.Surface;
import dev.assay.accuracy.generate.Surface.Pattern;
import dev.assay.accuracy.generate.detection.DetectionImage.Instance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Puts figures into a scene, one before the other.
///
/// A figure goes only where half of every earlier one stays to be seen, so nothing is in a picture
/// that a detector should not find, and nothing is annotated that cannot be seen.
final class DetectionComposer {
    private static final int TRIES = 25;
    private static final int COARSE = 3;
    private static final double STILL_SEEN = 0.5;
    private static final double LARGE_FIRST_SHARE = 0.7;
    private static final double CROWD_SHARE = 0.08;
    private static final double EMPTY_SHARE = 0.02;
    private static final double CROWDED_SHARE = 0.08;

    /// Of a figure that reaches over the border.
    private static final double INSIDE = 0.7;

    private final SplitMix64 random;
    private final Canvas canvas;
    private final Paints paints;
    private final List<Category> categories = new ArrayList<>();
    private final List<Boolean> crowds = new ArrayList<>();

    DetectionComposer(SplitMix64 random, Canvas canvas) {
        this.random = random;
        this.canvas = canvas;
        this.paints = new Paints(random);
    }

    List<Instance> compose() {
        Distractors distractors = new Distractors(random, canvas, paints);
        distractors.behind(random.between(2, 6));
        if (random.nextUnit() < CROWD_SHARE) {
            crowd();
        }
        int count = count();
        double[] areas = new double[count];
        for (int i = 0; i < count; i++) {
            areas[i] = area();
        }
        if (random.nextUnit() < LARGE_FIRST_SHARE) {
            Arrays.sort(areas);
        }
        for (int i = count - 1; i >= 0; i--) {
            single(areas[i]);
        }
        distractors.inFront(random.between(0, 2));
        List<Instance> instances = new ArrayList<>();
        for (int owner = 0; owner < categories.size(); owner++) {
            instances.add(
                    new Instance(categories.get(owner), crowds.get(owner), canvas.mask(owner)));
        }
        return instances;
    }

    private int count() {
        double kind = random.nextUnit();
        if (kind < EMPTY_SHARE) {
            return 0;
        }
        return kind < EMPTY_SHARE + CROWDED_SHARE ? random.between(9, 12) : random.between(2, 8);
    }

    private void single(double area) {
        Category category = category();
        double shown = random.nextUnit() < 0.6 ? 1 : STILL_SEEN;
        double contrast = random.nextUnit() < 0.85 ? 0.25 : 0.12;
        Figure figure = figure(category, area);
        for (int i = 0; i < TRIES; i++) {
            Figure placed = figure.at(canvas.anywhere(random));
            // Most places do not fit, which a few of the pixels tell.
            if (fits(category, placed, canvas.pixels(placed, COARSE), COARSE * COARSE, shown)) {
                int[] pixels = canvas.pixels(placed);
                if (fits(category, placed, pixels, 1, shown)) {
                    paint(placed, pixels, newOwner(category, false), contrast);
                    return;
                }
            }
        }
    }

    /// @param each how many pixels one of these stands for
    private boolean fits(Category category, Figure figure, int[] pixels, int each, double shown) {
        return pixels.length * each >= INSIDE * expected(category, figure)
                && canvas.leaves(pixels, each, shown);
    }

    /// Small figures of one category, too close to tell apart.
    private void crowd() {
        Category category = category();
        double reach = random.between(18, 32) * canvas.pixel();
        double x = random.between(reach, canvas.right() - reach);
        double y = random.between(reach, canvas.bottom() - reach);
        int owner = newOwner(category, true);
        int members = random.between(9, 15);
        for (int i = 0; i < members; i++) {
            Point place =
                    new Point(
                            x + random.between(-reach, reach),
                            y + 0.7 * random.between(-reach, reach));
            Figure figure = figure(category, random.between(130, 380)).at(place);
            paint(figure, canvas.pixels(figure), owner, 0.2);
        }
    }

    private Category category() {
        return Category.values()[random.between(0, Category.values().length - 1)];
    }

    private int newOwner(Category category, boolean crowd) {
        categories.add(category);
        crowds.add(crowd);
        return canvas.newOwner();
    }

    /// Pixels that a figure shall have; COCO calls less than 32² small and more than 96² large.
    private double area() {
        double kind = random.nextUnit();
        double within = random.nextUnit();
        if (kind < 0.35) {
            return 220 + 700 * within;
        }
        return kind < 0.8 ? 1150 + 6850 * within * within : 11_000 + 6000 * within * within;
    }

    private Figure figure(Category category, double area) {
        double most = 0.5 / canvas.pixel() * Math.min(canvas.right(), canvas.bottom());
        double scale = Math.min(Math.sqrt(area / category.area()), most) * canvas.pixel();
        double stretch = random.between(0.88, 1.14);
        double mirrored = random.nextUnit() < 0.5 ? -1 : 1;
        // The tangent of half of 30 degrees.
        double turn = random.between(-0.27, 0.27);
        return Figure.of(
                category.outline(),
                new Point(0, 0),
                turn,
                mirrored * scale * stretch,
                scale / stretch);
    }

    private double expected(Category category, Figure figure) {
        double side = canvas.pixel();
        return category.area() * Math.abs(figure.scaleX()) * figure.scaleY() / (side * side);
    }

    private void paint(Figure figure, int[] pixels, int owner, double contrast) {
        double size = figure.scaleY();
        if (pixels.length == 0) {
            return;
        }
        double[] base = paints.against(canvas.mean(pixels), contrast);
        if (random.nextUnit() < 0.3) {
            shadow(figure);
        }
        Figure body = figure;
        if (random.nextUnit() < 0.6) {
            canvas.paint(figure, SceneObject.solid(figure, paints.rim(base)));
            body = figure.smallerBy(Math.max(canvas.pixel(), 0.07 * size));
        }
        canvas.paint(body, SceneObject.solid(body, paints.around(base, size)));
        canvas.give(pixels, owner);
    }

    private void shadow(Figure figure) {
        double shift = 0.12 * figure.scaleY();
        Figure cast =
                figure.at(new Point(figure.centre().x() + shift, figure.centre().y() + shift));
        double[] dark = new double[3];
        Surface shade = new Surface(dark, dark, new Pattern.Plain());
        canvas.paint(cast, new SceneObject(cast, shade, 2 * shift, 0.4));
    }
}
