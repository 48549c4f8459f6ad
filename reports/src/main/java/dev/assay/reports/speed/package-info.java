/// The tables of times.
@org.jspecify.annotations.NullMarked
package dev.assay.reports.speed;
