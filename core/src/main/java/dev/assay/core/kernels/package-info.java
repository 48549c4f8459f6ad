/// What ran on a GPU, kernel by kernel, and which layers it belonged to.
@org.jspecify.annotations.NullMarked
package dev.assay.core.kernels;
