package dev.assay.accuracy.coco.data;

import dev.assay.accuracy.coco.mask.Segmentation;
import dev.assay.core.AssayException;
import java.util.ArrayList;
import java.util.List;

/// Annotations or detections in the order of their file, a column a field.
public final class AnnotationTable {
    private final String source;
    private final LongColumn present = new LongColumn();
    private final LongColumn ids = new LongColumn();
    private final LongColumn images = new LongColumn();
    private final LongColumn categories = new LongColumn();
    private final LongColumn crowds = new LongColumn();
    private final DoubleColumn boxes = new DoubleColumn();
    private final DoubleColumn areas = new DoubleColumn();
    private final DoubleColumn scores = new DoubleColumn();
    private final List<Segmentation> segmentations = new ArrayList<>();

    /// @param source how messages name the list: `gt.json: annotations`
    AnnotationTable(String source) {
        this.source = source;
    }

    void add(AnnotationRow row) {
        present.add(row.present);
        ids.add(row.id);
        images.add(row.image);
        categories.add(row.category);
        crowds.add(row.crowd);
        for (double value : row.box) {
            boxes.add(value);
        }
        areas.add(row.area);
        scores.add(row.score);
        // Without masks, the list stays empty.
        if (!(row.segmentation instanceof Segmentation.Absent)) {
            while (segmentations.size() < size() - 1) {
                segmentations.add(Segmentation.Absent.INSTANCE);
            }
            segmentations.add(row.segmentation);
        }
    }

    /// The rows of some tables, one after the other.
    static AnnotationTable joined(String source, List<AnnotationTable> tables) {
        AnnotationTable all = new AnnotationTable(source);
        all.reserve(tables.stream().mapToInt(AnnotationTable::size).reduce(0, Math::addExact));
        tables.forEach(all::addAll);
        return all;
    }

    private void reserve(int rows) {
        present.reserve(rows);
        ids.reserve(rows);
        images.reserve(rows);
        categories.reserve(rows);
        crowds.reserve(rows);
        boxes.reserve(Math.multiplyExact(4, rows));
        areas.reserve(rows);
        scores.reserve(rows);
    }

    private void addAll(AnnotationTable other) {
        while (!other.segmentations.isEmpty() && segmentations.size() < size()) {
            segmentations.add(Segmentation.Absent.INSTANCE);
        }
        segmentations.addAll(other.segmentations);
        present.addAll(other.present);
        ids.addAll(other.ids);
        images.addAll(other.images);
        categories.addAll(other.categories);
        crowds.addAll(other.crowds);
        boxes.addAll(other.boxes);
        areas.addAll(other.areas);
        scores.addAll(other.scores);
    }

    public int size() {
        return ids.size();
    }

    public boolean has(int row, Field field) {
        return (present.get(row) & field.bit()) != 0;
    }

    public long id(int row) {
        return ids.get(row);
    }

    public long image(int row) {
        return images.get(row);
    }

    public long category(int row) {
        return categories.get(row);
    }

    /// 0 for a single object.
    public long crowd(int row) {
        return crowds.get(row);
    }

    /// @param side 0 to 3 for x, y, width, height
    public double box(int row, int side) {
        return boxes.get(4 * row + side);
    }

    public double area(int row) {
        return areas.get(row);
    }

    public double score(int row) {
        return scores.get(row);
    }

    public Segmentation segmentation(int row) {
        return row < segmentations.size() ? segmentations.get(row) : Segmentation.Absent.INSTANCE;
    }

    /// The row as messages name it, for example `gt.json: annotations[3] (id 7, image_id 1)`.
    public String name(int row) {
        List<String> keys = new ArrayList<>();
        if (has(row, Field.ID)) {
            keys.add("id " + id(row));
        }
        if (has(row, Field.IMAGE_ID)) {
            keys.add("image_id " + image(row));
        }
        return source
                + "["
                + row
                + "]"
                + (keys.isEmpty() ? "" : " (" + String.join(", ", keys) + ")");
    }

    public AssayException refusal(int row, String what) {
        return AssayException.data(name(row) + ": " + what);
    }
}
