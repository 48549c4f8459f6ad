/// What build servers, chat and dashboards read of a run: JUnit XML, annotations, a comment,
/// metrics, a badge.
@org.jspecify.annotations.NullMarked
package dev.assay.reports.ci;
