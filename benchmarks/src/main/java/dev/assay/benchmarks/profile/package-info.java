/// Runs whose only purpose is to see where the time goes: kernels and layers.
@org.jspecify.annotations.NullMarked
package dev.assay.benchmarks.profile;
