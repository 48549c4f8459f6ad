package dev.assay.reports.paint;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Finds room for the names of points, in pixels from the upper left corner of the plot.
public final class LabelPlacer {
    private static final double CHARACTER_WIDTH = 6.6;
    private static final double LINE_HEIGHT = 15;
    private static final double MARKER = 12;
    private static final double LINE = 5;
    private static final double GAP = 9;
    private static final int MOST_LINES_AWAY = 6;

    private final double width;
    private final double height;
    private final List<Rectangle2D> taken = new ArrayList<>();

    public LabelPlacer(double width, double height) {
        this.width = width;
        this.height = height;
    }

    /// The middle of a label's left end.
    public record Place(double x, double y) {}

    /// Keeps a point free of labels.
    public void occupy(double x, double y) {
        taken.add(new Rectangle2D.Double(x - MARKER / 2, y - MARKER / 2, MARKER, MARKER));
    }

    /// Keeps an upright or level line free of labels.
    public void occupyLine(double x1, double y1, double x2, double y2) {
        taken.add(
                new Rectangle2D.Double(
                        Math.min(x1, x2) - LINE / 2,
                        Math.min(y1, y2) - LINE / 2,
                        Math.abs(x2 - x1) + LINE,
                        Math.abs(y2 - y1) + LINE));
    }

    /// Beside the point where there is room, else as few lines above or below it as there is, else
    /// where least is covered.
    public Place place(String label, double x, double y) {
        double length = label.length() * CHARACTER_WIDTH;
        List<Place> places = new ArrayList<>();
        for (int lines = 0; lines <= MOST_LINES_AWAY; lines++) {
            for (double shift : List.of(-lines * LINE_HEIGHT, lines * LINE_HEIGHT)) {
                places.add(new Place(x + GAP, y + shift));
                places.add(new Place(x - GAP - length, y + shift));
                if (lines != 0) {
                    places.add(new Place(x - length / 2, y + shift));
                }
            }
        }
        Place best =
                places.stream()
                        .min(Comparator.comparingDouble(it -> covered(box(it, length))))
                        .orElseThrow();
        taken.add(box(best, length));
        return best;
    }

    private static Rectangle2D box(Place place, double length) {
        return new Rectangle2D.Double(place.x(), place.y() - LINE_HEIGHT / 2, length, LINE_HEIGHT);
    }

    /// Area that others have, or that lies outside.
    private double covered(Rectangle2D box) {
        Rectangle2D inside = box.createIntersection(new Rectangle2D.Double(0, 0, width, height));
        double outside =
                box.getWidth() * box.getHeight()
                        - (inside.isEmpty() ? 0 : inside.getWidth() * inside.getHeight());
        return outside * 4
                + taken.stream()
                        .map(box::createIntersection)
                        .filter(it -> !it.isEmpty())
                        .mapToDouble(it -> it.getWidth() * it.getHeight())
                        .sum();
    }
}
