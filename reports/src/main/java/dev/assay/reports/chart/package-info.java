/// The charts of a section and their numbers.
@org.jspecify.annotations.NullMarked
package dev.assay.reports.chart;
