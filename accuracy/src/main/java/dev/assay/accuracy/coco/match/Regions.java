package dev.assay.accuracy.coco.match;

import dev.assay.accuracy.coco.mask.RunLengths;
import java.util.BitSet;
import java.util.function.IntFunction;

/// What is matched, annotations or detections, in the order of their file. Images and categories
/// are numbered by ascending id.
public final class Regions {
    private final IntFunction<RunLengths> masks;
    private final int[] rows;
    private final int[] images;
    private final int[] categories;
    private final double[] boxes;
    private final double[] areas;
    private final double[] scores;
    private final BitSet crowds = new BitSet();
    private final BitSet idsOfZero = new BitSet();
    private int size;

    /// @param masks the mask of a row of the file
    public Regions(int capacity, IntFunction<RunLengths> masks) {
        this.masks = masks;
        rows = new int[capacity];
        images = new int[capacity];
        categories = new int[capacity];
        boxes = new double[4 * capacity];
        areas = new double[capacity];
        scores = new double[capacity];
    }

    /// Adds a region, to be described by the calls that follow.
    ///
    /// @param row of the file
    public void add(int row, int image, int category) {
        rows[size] = row;
        images[size] = image;
        categories[size] = category;
        size++;
    }

    /// Box of the last region added, in pixels.
    public void box(double x, double y, double width, double height) {
        int at = 4 * (size - 1);
        boxes[at] = x;
        boxes[at + 1] = y;
        boxes[at + 2] = width;
        boxes[at + 3] = height;
    }

    public void area(double area) {
        areas[size - 1] = area;
    }

    public void score(double score) {
        scores[size - 1] = score;
    }

    /// The last region added is a crowd: any number of detections may match it.
    public void crowd() {
        crowds.set(size - 1);
    }

    /// The last region added has the id 0, which pycocotools takes for "not matched".
    public void idIsZero() {
        idsOfZero.set(size - 1);
    }

    public int size() {
        return size;
    }

    int image(int index) {
        return images[index];
    }

    int category(int index) {
        return categories[index];
    }

    double[] boxes() {
        return boxes;
    }

    double area(int index) {
        return areas[index];
    }

    double score(int index) {
        return scores[index];
    }

    boolean isCrowd(int index) {
        return crowds.get(index);
    }

    boolean hasIdZero(int index) {
        return idsOfZero.get(index);
    }

    RunLengths mask(int index) {
        return masks.apply(rows[index]);
    }
}
