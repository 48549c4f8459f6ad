package dev.assay.reports.speed;

import dev.assay.core.run.CaseSummaries;
import dev.assay.core.run.CaseSummary;
import java.util.OptionalDouble;

/// The percentiles of a table and how many queries each needs to exist.
enum PercentileRule {
    P90(CaseSummaries.SAMPLES_FOR_P90),
    P95(CaseSummaries.SAMPLES_FOR_P95),
    P99(CaseSummaries.SAMPLES_FOR_P99);

    private final int samples;

    PercentileRule(int samples) {
        this.samples = samples;
    }

    int samples() {
        return samples;
    }

    OptionalDouble of(CaseSummary summary) {
        return switch (this) {
            case P90 -> summary.p90Seconds();
            case P95 -> summary.p95Seconds();
            case P99 -> summary.p99Seconds();
        };
    }
}
