/// The first screen of the page, and what other reports share with it.
@org.jspecify.annotations.NullMarked
package dev.assay.reports.summary;
