/// COCO's average precision and recall, equal to pycocotools 2.0.11 to the last bit, but not silent
/// about what pycocotools gets wrong.
package dev.assay.accuracy.coco;
