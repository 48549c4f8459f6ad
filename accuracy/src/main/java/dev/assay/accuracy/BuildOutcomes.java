package dev.assay.accuracy;

import dev.assay.core.run.AccuracyOutcome;
import dev.assay.core.run.AccuracyResult;
import java.util.ArrayList;
import java.util.List;

/// Joins what the comparisons of several builds of one engine gave.
///
/// Equal requests need not build equal engines: each is compared, and one that is wrong makes the
/// case wrong.
final class BuildOutcomes {
    private BuildOutcomes() {}

    /// @param ofBuilds at least one, in the order of the builds
    static AccuracyOutcome merge(List<AccuracyOutcome> ofBuilds) {
        List<AccuracyResult> results = new ArrayList<>();
        List<AccuracyResult> timed = new ArrayList<>();
        List<Integer> equal = new ArrayList<>();
        List<String> detections = new ArrayList<>();
        int rows = 0;
        for (int build = 0; build < ofBuilds.size(); build++) {
            if (!(ofBuilds.get(build) instanceof AccuracyOutcome.Compared compared)) {
                return ofBuilds.get(build);
            }
            for (AccuracyResult result : compared.results()) {
                results.add(build == 0 ? result : named(result, build));
            }
            if (build > 0) {
                String name = "build " + (build + 1) + ": ";
                compared.detection()
                        .ifPresent(it ->
                                it.violations()
                                        .forEach(violation -> detections.add(name + violation)));
            }
            timed.addAll(compared.timedOutputs());
            equal.addAll(compared.bitwiseEqualForks());
            rows = Math.max(rows, compared.rows());
        }
        AccuracyOutcome.Compared first = (AccuracyOutcome.Compared) ofBuilds.getFirst();
        return new AccuracyOutcome.Compared(
                first.reference(),
                rows,
                first.limits(),
                results,
                timed,
                equal.stream().sorted().toList(),
                first.detection().map(it -> it.failing(detections)));
    }

    private static AccuracyResult named(AccuracyResult result, int build) {
        return new AccuracyResult(
                result.output(),
                result.view() + ", build " + (build + 1),
                result.statistics(),
                result.violations());
    }
}
