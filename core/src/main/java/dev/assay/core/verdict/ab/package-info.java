/// Verdicts on two subjects that were measured in one session: which cases became slower or faster,
/// which did not, and what it would take to tell.
@org.jspecify.annotations.NullMarked
package dev.assay.core.verdict.ab;
