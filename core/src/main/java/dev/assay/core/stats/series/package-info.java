/// Histories of a number, one value a night: changes of level and drift.
@org.jspecify.annotations.NullMarked
package dev.assay.core.stats.series;
