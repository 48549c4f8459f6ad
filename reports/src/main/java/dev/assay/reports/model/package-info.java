/// What a run directory holds, joined by case; draws no conclusions.
@org.jspecify.annotations.NullMarked
package dev.assay.reports.model;
