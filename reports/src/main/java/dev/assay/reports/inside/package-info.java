/// Inside an engine: its layers and kernels, what wastes time there, and what changed.
@org.jspecify.annotations.NullMarked
package dev.assay.reports.inside;
