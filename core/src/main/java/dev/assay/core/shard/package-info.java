/// Runs that several machines measure together: which cases are whose, and their run directories
/// made one.
@org.jspecify.annotations.NullMarked
package dev.assay.core.shard;
