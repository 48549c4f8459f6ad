/// Holds what the layers of an engine compute against what PyTorch's modules compute, one by one.
package dev.assay.core.layerwise;
