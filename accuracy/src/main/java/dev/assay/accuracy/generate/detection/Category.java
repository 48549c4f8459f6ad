package dev.assay.accuracy.generate.detection;

import dev.assay.accuracy.generate.detection.Outline.Disc;
import dev.assay.accuracy.generate.detection.Outline.Polygon;
import dev.assay.accuracy.generate.detection.Outline.Union;
import dev.assay.accuracy.generate.detection.Outline.Without;
import java.util.List;
import java.util.Locale;

/// What there is to be found. Category ids in the data set are 1 for the first and so on.
///
/// Outlines have no sines in them: corners of the star are written out, because a sine need not
/// have the same last bit on every machine.
public enum Category {
    DISC(new Disc(0, 0, 1)),
    RING(new Without(new Disc(0, 0, 1), new Disc(0, 0, 0.54))),
    SQUARE(Polygon.of(-0.9, -0.9, 0.9, -0.9, 0.9, 0.9, -0.9, 0.9)),
    TRIANGLE(Polygon.of(0, -0.95, 1, 0.85, -1, 0.85)),
    STAR(
            Polygon.of(
                    0, -1, 0.247, -0.34, 0.951, -0.309, 0.399, 0.13, 0.588, 0.809, 0, 0.42, -0.588,
                    0.809, -0.399, 0.13, -0.951, -0.309, -0.247, -0.34)),
    CROSS(
            Polygon.of(
                    -0.33, -1, 0.33, -1, 0.33, -0.33, 1, -0.33, 1, 0.33, 0.33, 0.33, 0.33, 1, -0.33,
                    1, -0.33, 0.33, -1, 0.33, -1, -0.33, -0.33, -0.33)),
    ARROW(Polygon.of(-1, -0.27, 0.1, -0.27, 0.1, -0.8, 1, 0, 0.1, 0.8, 0.1, 0.27, -1, 0.27)),
    CRESCENT(new Without(new Disc(0, 0, 1), new Disc(0.5, -0.1, 0.78))),
    ELBOW(Polygon.of(-0.85, -1, -0.2, -1, -0.2, 0.35, 0.85, 0.35, 0.85, 1, -0.85, 1)),
    HOUSE(Polygon.of(0, -1, 1, -0.1, 0.72, -0.1, 0.72, 0.95, -0.72, 0.95, -0.72, -0.1, -1, -0.1)),
    HEART(
            new Union(
                    List.of(
                            new Disc(-0.47, -0.38, 0.5),
                            new Disc(0.47, -0.38, 0.5),
                            Polygon.of(
                                    0, 0.95, 0.852, -0.055, 0.47, -0.38, 0, -0.38, -0.47, -0.38,
                                    -0.852, -0.055)))),
    BOLT(Polygon.of(0.3, -1, -0.7, 0.18, -0.08, 0.18, -0.3, 1, 0.7, -0.22, 0.08, -0.22));

    private static final int GRID = 64;

    private final Outline outline;
    private final double area;

    Category(Outline outline) {
        this.outline = outline;
        this.area = area(outline);
    }

    /// As `categories` of the data set number it, from 1.
    public int id() {
        return ordinal() + 1;
    }

    /// As `categories` of the data set names it: `disc`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    Outline outline() {
        return outline;
    }

    /// In the outline's own units, about; a full square of them has 4.
    double area() {
        return area;
    }

    private static double area(Outline outline) {
        int inside = 0;
        for (int i = 0; i < GRID * GRID; i++) {
            double x = (i % GRID + 0.5) * 2 / GRID - 1;
            double y = (i / GRID + 0.5) * 2 / GRID - 1;
            if (outline.distance(x, y) <= 0) {
                inside++;
            }
        }
        return 4.0 * inside / (GRID * GRID);
    }
}
