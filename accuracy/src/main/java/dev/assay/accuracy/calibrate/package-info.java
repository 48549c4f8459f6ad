/// Finds the ranges of a model's activations by running it on calibration rows.
package dev.assay.accuracy.calibrate;
