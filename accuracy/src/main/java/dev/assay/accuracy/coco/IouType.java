package dev.assay.accuracy.coco;

/// What overlaps are computed of.
public enum IouType {
    BBOX,
    SEGM
}
