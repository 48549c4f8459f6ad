/// Axes, colours, typeface and files: how charts look, whatever they show.
@org.jspecify.annotations.NullMarked
package dev.assay.reports.paint;
