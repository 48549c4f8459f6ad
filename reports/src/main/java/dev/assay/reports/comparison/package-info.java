/// Verdicts on two subjects: in the terminal and on the page, worst first, each with its evidence.
@org.jspecify.annotations.NullMarked
package dev.assay.reports.comparison;
