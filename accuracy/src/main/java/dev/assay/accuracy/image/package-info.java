/// Scores of image outputs, where their errors lie, and small pictures of both.
@org.jspecify.annotations.NullMarked
package dev.assay.accuracy.image;
