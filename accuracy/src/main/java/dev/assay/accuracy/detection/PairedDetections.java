package dev.assay.accuracy.detection;

import dev.assay.accuracy.coco.CocoEvaluation;
import dev.assay.accuracy.coco.CocoOptions;
import dev.assay.accuracy.coco.IouType;
import dev.assay.accuracy.detection.compare.ScoreComparison;
import dev.assay.core.comparison.PairedScore;
import dev.assay.core.run.AccuracyOutcome.Compared;
import dev.assay.core.run.AccuracyRow;
import dev.assay.core.run.DetectionScores;
import dev.assay.core.run.DetectionScores.Bootstrap;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.CaseId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Holds the detections of two subjects against each other, image by image.
///
/// Either side is scored against its stored reference anyway. Of two engines that lie on either
/// side of it that does not say how far they are apart, nor how sure that is: images that are hard
/// for one are hard for the other, which a bootstrap of their difference takes into account.
public final class PairedDetections {
    static final Bootstrap BOOTSTRAP = new Bootstrap(1000, 20260101, 0.90);

    private PairedDetections() {}

    /// Of every case whose detections both sides have.
    ///
    /// @throws dev.assay.core.AssayException if annotations or detections cannot be read any more
    public static List<PairedScore> compare(RunDirectory a, RunDirectory b) {
        Map<CaseId, DetectionScores> ofA = scores(a);
        List<PairedScore> rows = new ArrayList<>();
        scores(b)
                .forEach((id, scores) ->
                        Optional.ofNullable(ofA.get(id))
                                .filter(it -> it.annotations().equals(scores.annotations()))
                                .ifPresent(it -> rows.addAll(compare(id, a, it, b, scores))));
        return rows;
    }

    private static Map<CaseId, DetectionScores> scores(RunDirectory run) {
        Map<CaseId, DetectionScores> scores = new TreeMap<>();
        for (AccuracyRow row : run.accuracy()) {
            if (row.outcome() instanceof Compared compared) {
                compared.detection().ifPresent(it -> scores.put(row.caseId(), it));
            }
        }
        return scores;
    }

    private static List<PairedScore> compare(
            CaseId id, RunDirectory a, DetectionScores ofA, RunDirectory b, DetectionScores ofB) {
        CocoEvaluation reference = load(a, ofA);
        CocoEvaluation candidate = load(b, ofB);
        List<PairedScore> rows = new ArrayList<>();
        for (DetectionScores.Change change :
                ScoreComparison.of(candidate, candidate.evaluate(), reference, BOOTSTRAP)
                        .changes()) {
            change.interval()
                    .ifPresent(it ->
                            rows.add(
                                    new PairedScore(
                                            PairedScore.SCHEMA,
                                            id,
                                            change.metric(),
                                            change.reference(),
                                            change.value(),
                                            it.low(),
                                            it.high(),
                                            BOOTSTRAP.confidence())));
        }
        return rows;
    }

    private static CocoEvaluation load(RunDirectory run, DetectionScores scores) {
        return CocoEvaluation.load(
                Path.of(scores.annotations()),
                run.root().resolve(scores.detectionsFile()),
                CocoOptions.of(IouType.BBOX));
    }
}
