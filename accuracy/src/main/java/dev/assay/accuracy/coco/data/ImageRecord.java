package dev.assay.accuracy.coco.data;

/// An image; its size is 0 x 0 where the file does not say.
public record ImageRecord(long id, int height, int width) {}
