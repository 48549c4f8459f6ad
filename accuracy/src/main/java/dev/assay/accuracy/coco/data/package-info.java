/// COCO's JSON files as columns of numbers, read as a stream.
package dev.assay.accuracy.coco.data;
