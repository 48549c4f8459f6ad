package dev.assay.accuracy;

import dev.assay.core.run.AccuracyOutcome;
import dev.assay.core.run.AccuracyResult;
import dev.assay.core.run.ConsistencyResult;
import dev.assay.core.run.ErrorEvidence;
import dev.assay.core.run.ErrorHistogram;
import dev.assay.core.run.SampleImage;
import dev.assay.core.run.TaskScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        List<TaskScore> scores = new ArrayList<>();
        List<ErrorHistogram> histograms = new ArrayList<>();
        List<SampleImage> images = new ArrayList<>();
        List<String> detections = new ArrayList<>();
        int rows = 0;
        for (int build = 0; build < ofBuilds.size(); build++) {
            if (!(ofBuilds.get(build) instanceof AccuracyOutcome.Compared compared)) {
                return ofBuilds.get(build);
            }
            for (AccuracyResult result : compared.results()) {
                results.add(build == 0 ? result : named(result, build));
            }
            for (TaskScore score : compared.scores()) {
                scores.add(build == 0 ? score : score.ofBuild(build + 1));
            }
            for (ErrorEvidence errors : compared.errors().stream().toList()) {
                ErrorEvidence named = build == 0 ? errors : errors.ofBuild(build + 1);
                histograms.addAll(named.histograms());
                images.addAll(named.images());
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
                scores,
                Optional.of(new ErrorEvidence(histograms, images)),
                first.detection().map(it -> it.failing(detections)));
    }

    /// The checks of all builds against themselves; what is wrong is named with its build.
    static List<ConsistencyResult> consistency(List<AccuracyReply> ofBuilds) {
        List<ConsistencyResult> all = new ArrayList<>();
        for (int build = 0; build < ofBuilds.size(); build++) {
            String suffix = ofBuilds.size() == 1 ? "" : ", build " + (build + 1);
            for (ConsistencyResult result : ofBuilds.get(build).consistency()) {
                all.add(
                        new ConsistencyResult(
                                result.check(),
                                result.compared(),
                                result.bitwiseEqual(),
                                result.largestRelativeL2(),
                                result.largestAbsolute(),
                                result.violations().stream().map(it -> it + suffix).toList(),
                                result.notChecked()));
            }
        }
        return all;
    }

    private static AccuracyResult named(AccuracyResult result, int build) {
        return new AccuracyResult(
                result.output(),
                result.view() + ", build " + (build + 1),
                result.statistics(),
                result.violations());
    }
}
