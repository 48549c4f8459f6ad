/// Masks as COCO stores them, and how much two of them overlap; the same bits as
/// `pycocotools._mask`.
package dev.assay.accuracy.coco.mask;
