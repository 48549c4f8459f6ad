/// What the evaluation needs of threads.
package dev.assay.accuracy.coco.parallel;
