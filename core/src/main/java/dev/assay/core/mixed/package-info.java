/// Finds the few layers of a network that must stay in FP32 for its outputs to be right.
package dev.assay.core.mixed;
