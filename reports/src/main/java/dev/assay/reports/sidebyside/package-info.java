/// Runs of unlike environments beside each other: numbers and outputs, no verdict.
@org.jspecify.annotations.NullMarked
package dev.assay.reports.sidebyside;
