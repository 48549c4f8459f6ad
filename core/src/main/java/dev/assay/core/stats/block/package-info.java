/// Tensors read a few hundred elements at a time, decoded to double.
@org.jspecify.annotations.NullMarked
package dev.assay.core.stats.block;
