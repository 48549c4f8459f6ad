/// Numbers and text as people and other formats need them.
@org.jspecify.annotations.NullMarked
package dev.assay.reports.text;
