/// Detections of an engine against those of its reference.
package dev.assay.accuracy.detection.compare;
