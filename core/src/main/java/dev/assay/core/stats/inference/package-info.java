/// Tests, intervals and power for two small samples, one value a fork.
///
/// What to decide from them is said in `dev.assay.core.verdict.ab`.
@org.jspecify.annotations.NullMarked
package dev.assay.core.stats.inference;
