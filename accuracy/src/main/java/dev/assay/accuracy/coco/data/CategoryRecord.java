package dev.assay.accuracy.coco.data;

/// A category; its name is empty where the file does not say.
public record CategoryRecord(long id, String name) {}
