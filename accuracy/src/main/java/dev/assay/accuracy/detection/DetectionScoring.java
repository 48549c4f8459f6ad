package dev.assay.accuracy.detection;

import dev.assay.accuracy.coco.CocoEvaluation;
import dev.assay.accuracy.coco.CocoMetric;
import dev.assay.accuracy.coco.CocoOptions;
import dev.assay.accuracy.coco.CocoResult;
import dev.assay.accuracy.coco.IouType;
import dev.assay.accuracy.coco.Scores;
import dev.assay.accuracy.detection.compare.DetectionDifferences;
import dev.assay.accuracy.detection.compare.ScoreComparison;
import dev.assay.accuracy.detection.decode.ImageDetections;
import dev.assay.accuracy.detection.image.ImageList;
import dev.assay.accuracy.detection.image.ListedImage;
import dev.assay.core.detection.DetectionTask;
import dev.assay.core.format.JsonLines;
import dev.assay.core.run.DetectionScores;
import dev.assay.core.run.DetectionScores.Bootstrap;
import dev.assay.engines.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs a detector over the images of its task and scores what it finds.
///
/// Writes `detections.json` and `inputs.jsonl` into the job's folder of the run directory.
public final class DetectionScoring {
    static final Bootstrap BOOTSTRAP = new Bootstrap(1000, 20260101, 0.95);

    private final DetectionJob job;
    private final List<ListedImage> images;
    private final CocoOptions options;

    private DetectionScoring(DetectionJob job) {
        this.job = job;
        this.images = ImageList.read(job.task().annotations(), job.task().images());
        CocoOptions usual = CocoOptions.of(IouType.BBOX);
        this.options =
                new CocoOptions(
                        usual.iouType(),
                        usual.useCategories(),
                        usual.maxDets(),
                        usual.asPycocotools(),
                        Runtime.getRuntime().availableProcessors());
    }

    /// @throws dev.assay.core.AssayException if an image, the annotations or the reference cannot
    ///   be read, or the outputs are none that the decoder knows
    public static DetectionScores score(DetectionJob job, Session session) {
        DetectionScoring scoring = new DetectionScoring(job);
        return scoring.score(ImageRun.run(job, scoring.images, session));
    }

    private DetectionScores score(ImageRun run) {
        DetectionTask task = job.task();
        Path file = job.file("detections.json");
        DetectionsFile.write(file, run.detections());
        List<InputRow> inputs = run.inputs();
        JsonLines.write(job.file("inputs.jsonl"), inputs);
        CocoEvaluation evaluation = CocoEvaluation.load(task.annotations(), file, options);
        CocoResult result = evaluation.evaluate();
        List<String> warnings = new ArrayList<>(run.warnings());
        warnings.addAll(result.warnings());
        List<String> violations = new ArrayList<>(run.violations());
        task.preprocess()
                .hashes()
                .ifPresent(golden -> violations.addAll(InputRow.differences(golden, inputs)));
        Optional<Compared> compared =
                task.reference().map(it -> compare(it, run, evaluation, result));
        List<DetectionScores.Change> changes =
                compared.map(it -> it.scores().changes()).orElse(List.of());
        violations.addAll(DetectionLimits.violations(job.limits(), changes));
        return new DetectionScores(
                task.decoder().slug(),
                task.annotations().toString(),
                task.reference().map(Path::toString),
                images.size(),
                run.detections().stream().mapToLong(it -> it.detections().size()).sum(),
                named(result.scores()),
                compared.map(it -> BOOTSTRAP),
                changes,
                compared.map(it -> it.scores().categories())
                        .orElseGet(() -> ScoreComparison.alone(result)),
                compared.map(it -> it.differences().agreement()).orElse(List.of()),
                compared.map(it -> it.differences().changedMost(names())).orElse(List.of()),
                job.limits(),
                job.folder() + "/" + file.getFileName(),
                new DetectionScores.Inputs(
                        job.input(),
                        job.folder() + "/inputs.jsonl",
                        InputRow.together(inputs),
                        task.preprocess().hashes().map(Path::toString)),
                warnings,
                violations);
    }

    private record Compared(ScoreComparison scores, DetectionDifferences differences) {}

    private Compared compare(
            Path reference, ImageRun run, CocoEvaluation engine, CocoResult result) {
        Path file = ReferenceDetections.file(job, reference, run.placements());
        CocoEvaluation wanted = CocoEvaluation.load(job.task().annotations(), file, options);
        List<ImageDetections> found = DetectionsFile.of(wanted.detections());
        return new Compared(
                ScoreComparison.of(engine, result, wanted, BOOTSTRAP),
                DetectionDifferences.of(run.detections(), found));
    }

    private Map<Long, String> names() {
        Map<Long, String> names = new LinkedHashMap<>();
        images.forEach(it -> names.put(it.id(), it.name()));
        return names;
    }

    private static Map<String, Double> named(Scores scores) {
        Map<String, Double> named = new LinkedHashMap<>();
        for (CocoMetric metric : CocoMetric.values()) {
            named.put(metric.key(), scores.get(metric));
        }
        return named;
    }
}
