package dev.assay.accuracy.coco.data;

import dev.assay.accuracy.coco.mask.Segmentation;

/// The record that is being read, used again for each.
final class AnnotationRow {
    long present;
    long id;
    long image;
    long category;
    long crowd;
    final double[] box = new double[4];
    double area;
    double score;
    Segmentation segmentation = Segmentation.Absent.INSTANCE;

    void clear() {
        present = 0;
        segmentation = Segmentation.Absent.INSTANCE;
    }

    void mark(Field field) {
        present |= field.bit();
    }

    boolean has(Field field) {
        return (present & field.bit()) != 0;
    }
}
