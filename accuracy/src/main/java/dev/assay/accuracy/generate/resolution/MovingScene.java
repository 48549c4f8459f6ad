package dev.assay.accuracy.generate.resolution;

import dev.assay.accuracy.generate.Film;
import dev.assay.accuracy.generate.Scene;
import dev.assay.accuracy.generate.SceneComposer;
import dev.assay.accuracy.generate.SceneObject;
import dev.assay.accuracy.generate.SplitMix64;
import java.util.ArrayList;
import java.util.List;

/// A scene with details whose things move, before a camera that pans.
final class MovingScene {
    // Linear light beyond 1 is rare; this keeps most of it below 255.
    private static final double WHITE = 1.02;

    private final SplitMix64 random;
    private final Scene still;
    private final List<Moving> things = new ArrayList<>();
    private final double panX;
    private final double panY;

    /// @param speed the most that a thing moves in a frame, in scene units; 0 for a photograph
    MovingScene(SplitMix64 random, double width, double height, double speed) {
        this.random = random;
        this.still = new SceneComposer(random, width, height).compose();
        this.panX = speed * random.between(-0.7, 0.7);
        this.panY = speed * random.between(-0.35, 0.35);
        for (SceneObject object : still.objects()) {
            things.add(new Moving(object, panX, panY));
        }
        Details details = new Details(random, width, height);
        int count = random.between(5, 9);
        for (int i = 0; i < count; i++) {
            double speedX = panX + speed * random.between(-1.0, 1.0);
            double speedY = panY + speed * random.between(-0.6, 0.6);
            for (SceneObject object : details.any()) {
                things.add(new Moving(object, speedX, speedY));
            }
        }
    }

    /// One picture, planar bytes [3, height, width].
    ///
    /// @param frame counted from the one that the scene was arranged for
    byte[] picture(int frame, int height, int width) {
        Scene scene =
                new Scene(
                        Moving.shifted(still.sky(), panX * frame, panY * frame),
                        things.stream().map(it -> it.at(frame)).toList());
        double[] light = scene.renderVisible(height, width);
        new Film(height, width, random).take(light);
        byte[] bytes = new byte[light.length];
        for (int i = 0; i < bytes.length; i++) {
            double value = Math.floor(light[i] / WHITE * 255 + 0.5);
            bytes[i] = (byte) Math.clamp((int) value, 0, 255);
        }
        return bytes;
    }
}
