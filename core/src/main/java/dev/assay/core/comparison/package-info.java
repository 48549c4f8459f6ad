/// Two subjects measured in one session: what they are, in which order their forks take turns, and
/// the verdicts on them, from files.
@org.jspecify.annotations.NullMarked
package dev.assay.core.comparison;
