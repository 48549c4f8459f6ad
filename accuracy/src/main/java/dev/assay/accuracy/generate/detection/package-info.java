/// Makes a detection data set in COCO's format: drawn figures of twelve categories in cluttered
/// scenes, with the masks that their pixels really have.
package dev.assay.accuracy.generate.detection;
