/// Puts the page together.
@org.jspecify.annotations.NullMarked
package dev.assay.reports.page;
