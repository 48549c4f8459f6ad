/// The layers of a built engine, whatever library built it: what they read and write, what they
/// compute in, and how much work that is.
@org.jspecify.annotations.NullMarked
package dev.assay.core.layers;
