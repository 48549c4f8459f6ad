/// The table of a section in the form in which results are published: batches down, engines and
/// precisions across.
@org.jspecify.annotations.NullMarked
package dev.assay.reports.matrix;
