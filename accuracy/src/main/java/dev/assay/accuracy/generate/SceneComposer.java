package dev.assay.accuracy.generate;

import dev.assay.accuracy.generate.Props.Kind;
import dev.assay.accuracy.generate.Silhouette.Point;
import dev.assay.accuracy.generate.Silhouette.Ridge;
import dev.assay.accuracy.generate.Surface.Pattern;
import java.util.ArrayList;
import java.util.List;

/// Arranges one outdoor scene: sky, distant ridges, ground, and things standing on it. Things lower
/// in the image are nearer, therefore larger and in front.
public final class SceneComposer {

    private final SplitMix64 random;
    private final Palette palette;
    private final double width;
    private final double height;
    private final double horizon;
    private final List<SceneObject> objects = new ArrayList<>();

    /// @param width of the scene in units of the shorter side, like `height`
    public SceneComposer(SplitMix64 random, double width, double height) {
        this.random = random;
        this.palette = new Palette(random);
        this.width = width;
        this.height = height;
        this.horizon = height * random.between(0.3, 0.55);
    }

    /// A scene with balls, boxes and trees.
    public Scene compose() {
        return compose(List.of(Kind.values()), 6, 10);
    }

    /// A scene with a few things only that nobody takes for a drawn figure.
    public Scene background() {
        return compose(List.of(Kind.BOX, Kind.TREE), 1, 5);
    }

    private Scene compose(List<Kind> kinds, int fewest, int most) {
        double[] haze = palette.horizon();
        Pattern clouds = new Pattern.Clouded(horizon, random.between(-0.25, 0.1), noise(5));
        Surface sky = new Surface(palette.zenith(), haze, clouds);
        addRidges(haze);
        addGround();
        addThings(kinds, fewest, most);
        return new Scene(sky, objects);
    }

    private void addRidges(double[] haze) {
        int count = random.between(1, 3);
        for (int i = 0; i < count; i++) {
            double distance = 1 - (double) i / count;
            double[] base = Palette.towards(palette.leaf(), haze, 0.08 + 0.4 * distance);
            Pattern growth = new Pattern.Mottled(25, 0.9, noise(5));
            double level = horizon - random.between(0.02, 0.05) - 0.13 * distance;
            double rise = random.between(0.05, 0.14);
            Ridge ridge = new Ridge(level, rise, random.between(1.2, 3), noise(6));
            objects.add(
                    SceneObject.solid(ridge, new Surface(base, Palette.scaled(base, 0.6), growth)));
        }
    }

    private void addGround() {
        double[] base = palette.ground();
        double[] accent = Palette.scaled(Palette.towards(base, palette.ground(), 0.4), 0.5);
        Pattern texture = new Pattern.Receding(horizon, random.between(1.5, 3), 0.7, noise(7));
        Ridge plain = new Ridge(horizon, 0.004, 3, noise(2));
        objects.add(SceneObject.solid(plain, new Surface(base, accent, texture)));
    }

    private void addThings(List<Kind> kinds, int fewest, int most) {
        double side = random.nextUnit() < 0.5 ? -1 : 1;
        Point light = new Point(side * random.between(0.25, 0.6), random.between(-0.7, -0.4));
        Props props = new Props(random, palette, light);
        int count = random.between(fewest, most);
        for (int i = 0; i < count; i++) {
            double nearness = (i + random.between(0.2, 1.0)) / count;
            double foot = horizon + (height - horizon) * nearness * 0.95;
            Point place = new Point(random.between(0, width), foot);
            objects.addAll(props.any(kinds, place, 0.07 + 0.24 * nearness));
        }
    }

    private FractalNoise noise(int octaves) {
        return new FractalNoise(random.nextLong(), octaves);
    }
}
