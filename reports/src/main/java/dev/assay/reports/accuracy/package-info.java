/// The tables of errors.
@org.jspecify.annotations.NullMarked
package dev.assay.reports.accuracy;
