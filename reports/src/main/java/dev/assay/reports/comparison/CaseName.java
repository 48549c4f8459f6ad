package dev.assay.reports.comparison;

import dev.assay.core.suite.CaseId;

/// Names a case among those of a whole suite.
final class CaseName {
    private CaseName() {}

    /// For example `elan-light 3x24x21 b2 onnxruntime-cpu fp32`.
    static String of(CaseId id) {
        String steps = id.steps().equals("base") ? "" : " " + id.steps();
        String workload = id.workload().equals("latency") ? "" : " " + id.workload();
        return "%s %s b%s %s %s%s%s"
                .formatted(
                        id.model(),
                        id.dims(),
                        id.batch(),
                        id.engine(),
                        id.precision(),
                        steps,
                        workload);
    }
}
