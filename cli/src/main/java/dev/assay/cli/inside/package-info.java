/// Layers, kernels and engines beside each other, as text.
@org.jspecify.annotations.NullMarked
package dev.assay.cli.inside;
