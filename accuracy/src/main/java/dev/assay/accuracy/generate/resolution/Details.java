package dev.assay.accuracy.generate.resolution;

import dev.assay.accuracy.generate.FractalNoise;
import dev.assay.accuracy.generate.Palette;
import dev.assay.accuracy.generate.SceneObject;
import dev.assay.accuracy.generate.Segment;
import dev.assay.accuracy.generate.Silhouette;
import dev.assay.accuracy.generate.Silhouette.ConvexFace;
import dev.assay.accuracy.generate.Silhouette.Point;
import dev.assay.accuracy.generate.SplitMix64;
import dev.assay.accuracy.generate.Surface;
import dev.assay.accuracy.generate.Surface.Pattern;
import java.util.ArrayList;
import java.util.List;

/// Things with sharp small structure, which a small picture blurs and a network can restore because
/// it is regular: boards with writing, walls with windows or bricks, fences, wires.
final class Details {
    /// A letter is strokes between nodes of a grid 2 wide and 4 high: `fromX fromY toX toY` each.
    private static final int[][] LETTERS = {
        {0, 4, 1, 0, 1, 0, 2, 4, 0, 2, 2, 2},
        {0, 0, 0, 4, 0, 4, 2, 4},
        {0, 0, 2, 0, 1, 0, 1, 4},
        {0, 0, 0, 4, 2, 0, 2, 4, 0, 2, 2, 2},
        {0, 0, 2, 0, 0, 0, 0, 4, 0, 2, 2, 2, 0, 4, 2, 4},
        {0, 0, 0, 4, 0, 0, 2, 4, 2, 0, 2, 4},
        {0, 0, 1, 4, 1, 4, 2, 0},
        {0, 0, 2, 0, 2, 0, 0, 4, 0, 4, 2, 4},
        {0, 0, 2, 4, 2, 0, 0, 4},
        {0, 0, 0, 4, 0, 4, 2, 4, 2, 4, 2, 0},
        {0, 0, 2, 0, 2, 0, 2, 2, 2, 2, 0, 2, 0, 0, 0, 4},
        {0, 0, 2, 0, 0, 0, 0, 2, 0, 2, 2, 2, 2, 2, 2, 4, 2, 4, 0, 4}
    };

    private final SplitMix64 random;
    private final Palette palette;
    private final double width;
    private final double height;

    Details(SplitMix64 random, double width, double height) {
        this.random = random;
        this.palette = new Palette(random);
        this.width = width;
        this.height = height;
    }

    /// One thing, from back to front.
    List<SceneObject> any() {
        Point place = new Point(random.between(0, width), random.between(0.1, height));
        double kind = random.nextUnit();
        if (kind < 0.45) {
            return board(place, random.between(0.18, 0.4));
        }
        return kind < 0.85 ? List.of(wall(place)) : List.of(wire());
    }

    private List<SceneObject> board(Point place, double half) {
        double tall = half * random.between(0.5, 0.9);
        boolean dark = random.nextUnit() < 0.5;
        double[] paper = dark ? grey(0.03, 0.12) : grey(0.6, 0.95);
        double[] ink = dark ? grey(0.6, 0.95) : grey(0.01, 0.1);
        if (random.nextUnit() < 0.4) {
            paper = palette.artificial();
        }
        double tilt = random.between(-0.08, 0.08);
        List<SceneObject> parts = new ArrayList<>();
        parts.add(
                SceneObject.solid(
                        face(place, half, tall, tilt), new Surface(paper, paper, grain())));
        double letter = random.between(0.03, 0.1);
        double line = letter * 6.5 / 4;
        Surface writing = new Surface(ink, ink, new Pattern.Plain());
        for (double down = -0.85 * tall; down + letter < 0.9 * tall; down += line) {
            double end = half * random.between(0.2, 0.85);
            for (double right = -0.88 * half; right < end; right += letter * 0.8) {
                if (random.nextUnit() > 0.15) {
                    parts.add(SceneObject.solid(letter(place, right, down, letter, tilt), writing));
                }
            }
        }
        return parts;
    }

    /// @param right of the board's centre where the letter begins; `down` likewise
    private Silhouette letter(Point place, double right, double down, double size, double tilt) {
        int[] nodes = LETTERS[random.between(0, LETTERS.length - 1)];
        List<Segment> strokes = new ArrayList<>();
        double unit = size / 4;
        for (int i = 0; i < nodes.length; i += 4) {
            double fromX = right + nodes[i] * unit;
            double toX = right + nodes[i + 2] * unit;
            strokes.add(
                    new Segment(
                            place.x() + fromX,
                            place.y() + down + nodes[i + 1] * unit + tilt * fromX,
                            place.x() + toX,
                            place.y() + down + nodes[i + 3] * unit + tilt * toX));
        }
        return new Strokes(strokes, size * 0.07);
    }

    private SceneObject wall(Point place) {
        double half = random.between(0.12, 0.35);
        double tall = random.between(0.12, 0.4);
        Pattern pattern =
                switch (random.between(0, 2)) {
                    case 0 ->
                            new Tiles(
                                    random.between(0.06, 0.14),
                                    random.between(0.06, 0.16),
                                    random.between(0.45, 0.65),
                                    0);
                    case 1 -> new Tiles(random.between(0.07, 0.13), 0.045, 0.86, 0.5);
                    default -> new Tiles(random.between(0.04, 0.09), 10, 0.5, 0);
                };
        double[] stone = random.nextUnit() < 0.5 ? grey(0.3, 0.8) : palette.artificial();
        double[] gap = Palette.scaled(stone, random.between(0.1, 0.45));
        return SceneObject.solid(
                face(place, half, tall, random.between(-0.15, 0.15)),
                new Surface(stone, gap, pattern));
    }

    private SceneObject wire() {
        double from = random.between(0, height);
        double to = random.between(0, height);
        double[] colour = random.nextUnit() < 0.7 ? grey(0.01, 0.1) : grey(0.7, 1);
        Strokes strokes =
                new Strokes(
                        List.of(new Segment(-0.1, from, width + 0.1, to)),
                        random.between(0.002, 0.006));
        return SceneObject.solid(strokes, new Surface(colour, colour, new Pattern.Plain()));
    }

    private static ConvexFace face(Point place, double half, double tall, double tilt) {
        double lift = tilt * half;
        return new ConvexFace(
                List.of(
                        new Point(place.x() - half, place.y() - tall - lift),
                        new Point(place.x() + half, place.y() - tall + lift),
                        new Point(place.x() + half, place.y() + tall + lift),
                        new Point(place.x() - half, place.y() + tall - lift)),
                1);
    }

    private Pattern grain() {
        return new Pattern.Mottled(8, 0.5, new FractalNoise(random.nextLong(), 3));
    }

    private double[] grey(double low, double high) {
        double level = random.between(low, high);
        return new double[] {level, level, level};
    }

    /// A grid of rectangles: 0 on the wall, 1 in the window, or the other way round for bricks.
    ///
    /// @param share of a cell that is filled, each way
    /// @param offset of every second row, in cells
    private record Tiles(double wide, double high, double share, double offset) implements Pattern {
        @Override
        public double at(double x, double y) {
            double row = y / high;
            double odd = Math.floor(row) - 2 * Math.floor(row / 2);
            double column = x / wide + odd * offset;
            boolean filled = column - Math.floor(column) < share && row - Math.floor(row) < share;
            return filled ? 0 : 1;
        }
    }
}
