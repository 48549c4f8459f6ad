package dev.assay.core.stats.exact;

/// Exact quantiles of type R-7, as NumPy's default.
public record Quantiles(double median, double p99, double p999) {}
