package dev.assay.accuracy.generate.detection;

import dev.assay.accuracy.generate.FractalNoise;
import dev.assay.accuracy.generate.SceneObject;
import dev.assay.accuracy.generate.Segment;
import dev.assay.accuracy.generate.Silhouette.Point;
import dev.assay.accuracy.generate.SplitMix64;
import dev.assay.accuracy.generate.detection.Outline.Common;
import dev.assay.accuracy.generate.detection.Outline.Disc;
import dev.assay.accuracy.generate.detection.Outline.Polygon;
import dev.assay.accuracy.generate.detection.Outline.Union;
import java.util.ArrayList;
import java.util.List;

/// What belongs to no category and is in the way: as vivid as the figures, so that colour alone
/// gives nothing away.
final class Distractors {
    private static final double STILL_SEEN = 0.6;

    private final SplitMix64 random;
    private final Canvas canvas;
    private final Paints paints;

    Distractors(SplitMix64 random, Canvas canvas, Paints paints) {
        this.random = random;
        this.canvas = canvas;
        this.paints = paints;
    }

    /// Bars, lenses, blots and scribbles.
    void behind(int count) {
        for (int i = 0; i < count; i++) {
            Outline outline =
                    switch (random.between(0, 3)) {
                        case 0 -> bar(random.between(0.08, 0.2));
                        case 1 -> lens();
                        case 2 -> new Blot(new FractalNoise(random.nextLong(), 3));
                        default -> scribble();
                    };
            place(outline, random.between(0.06, 0.22));
        }
    }

    /// Thin things only, which hide a part of a figure and never most of one.
    void inFront(int count) {
        for (int i = 0; i < count; i++) {
            place(
                    random.nextUnit() < 0.6 ? bar(random.between(0.03, 0.07)) : scribble(),
                    random.between(0.1, 0.3));
        }
    }

    private void place(Outline outline, double size) {
        Point centre = canvas.anywhere(random);
        Figure figure = Figure.of(outline, centre, random.between(-1.0, 1.0), size, size);
        int[] pixels = canvas.pixels(figure);
        if (pixels.length == 0 || !canvas.leaves(pixels, 1, STILL_SEEN)) {
            return;
        }
        canvas.hide(pixels);
        canvas.paint(figure, SceneObject.solid(figure, paints.around(paints.any(), size)));
    }

    private static Outline bar(double half) {
        return Polygon.of(-1, -half, 1, -half, 1, half, -1, half);
    }

    private static Outline lens() {
        return new Common(new Disc(0, -0.9, 1.3), new Disc(0, 0.9, 1.3));
    }

    /// A pen's way through four to seven points.
    private Outline scribble() {
        double half = random.between(0.04, 0.09);
        List<Outline> strokes = new ArrayList<>();
        double x = -0.9;
        double y = random.between(-0.6, 0.6);
        int turns = random.between(3, 6);
        for (int i = 0; i < turns; i++) {
            double nextX = x + 1.8 / turns;
            double nextY = random.between(-0.8, 0.8);
            strokes.add(new Stroke(new Segment(x, y, nextX, nextY), half));
            x = nextX;
            y = nextY;
        }
        return new Union(strokes);
    }

    /// A line with round ends.
    private record Stroke(Segment line, double half) implements Outline {
        @Override
        public double distance(double x, double y) {
            return Math.sqrt(line.squaredDistance(x, y)) - half;
        }
    }

    /// A stain with an uneven edge, never round.
    private record Blot(FractalNoise noise) implements Outline {
        @Override
        public double distance(double x, double y) {
            return Math.sqrt(x * x + 2 * y * y) - 0.6 - 0.5 * noise.at(1.7 * x, 1.7 * y);
        }
    }
}
