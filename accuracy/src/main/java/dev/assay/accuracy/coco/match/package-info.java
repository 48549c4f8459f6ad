/// Matching of detections with annotations and precision over recall, bit for bit as pycocotools
/// 2.0.11 computes them.
package dev.assay.accuracy.coco.match;
