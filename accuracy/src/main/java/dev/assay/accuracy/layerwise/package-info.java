/// Computes what the layers of an engine make of one batch, in a process of its own.
package dev.assay.accuracy.layerwise;
