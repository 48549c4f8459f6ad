/// What was recorded around the numbers.
@org.jspecify.annotations.NullMarked
package dev.assay.reports.evidence;
