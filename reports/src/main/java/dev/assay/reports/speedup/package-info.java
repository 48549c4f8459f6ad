/// Tables of speed-ups, at each boundary for itself.
@org.jspecify.annotations.NullMarked
package dev.assay.reports.speedup;
