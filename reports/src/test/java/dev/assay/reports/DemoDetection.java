package dev.assay.reports;

import dev.assay.core.format.Sha256;
import dev.assay.core.run.AccuracyOutcome;
import dev.assay.core.run.AccuracyRow;
import dev.assay.core.run.DetectionScores;
import dev.assay.core.run.DetectionScores.Agreement;
import dev.assay.core.run.DetectionScores.Bootstrap;
import dev.assay.core.run.DetectionScores.CategoryChange;
import dev.assay.core.run.DetectionScores.Change;
import dev.assay.core.run.DetectionScores.ImageChange;
import dev.assay.core.run.DetectionScores.Inputs;
import dev.assay.core.run.DetectionScores.Interval;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.stats.Distribution;
import dev.assay.core.suite.DetectionBound;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a detector would score that moves from its reference by some points of AP.
final class DemoDetection {
    static final String VIOLATION =
            "dAP 0.620 > 0.40 points (AP 0.4144, reference 0.4206, change -0.62, 95 % interval -1.12"
                    + " to -0.12)";

    private static final String DETR = "detr-resnet-50";
    private static final int CATEGORIES = 80;
    private static final Bootstrap BOOTSTRAP = new Bootstrap(1000, 20260101, 0.95);
    private static final Map<String, Double> REFERENCE = reference();

    private DemoDetection() {}

    /// Renders a run of detectors: `DemoDetection FOLDER`.
    public static void main(String[] arguments) {
        DemoRun demo = new DemoRun(Path.of(arguments[0]));
        demo.start();
        fill(demo);
        RunDirectory run = demo.run();
        System.out.println(ReportWriter.write(run, run.report()));
        System.out.println(TerminalTable.render(run, 80));
        System.out.println(MarkdownTable.render(run));
    }

    /// Two batches that score alike and one engine that is out of its budget.
    static void fill(DemoRun demo) {
        append(demo, "pytorch", 1, compared("a", 0, "toaster", List.of()));
        append(demo, "onnxruntime-cpu", 1, compared("b", 0.03, "bear", List.of()));
        append(demo, "onnxruntime-cpu", 4, compared("c", 0.03, "bear", List.of()));
        append(demo, "replay", 1, compared("d", -0.62, "kite", List.of(VIOLATION)));
    }

    static void append(DemoRun demo, String engine, int batch, DetectionScores scores) {
        demo.bench(DETR, engine, batch, 0.0931 * batch, 24);
        demo.run().append(new AccuracyRow(DemoRun.id(DETR, engine, "fp32", batch), alone(scores)));
    }

    private static Map<String, Double> reference() {
        Map<String, Double> scores = new LinkedHashMap<>();
        scores.put("AP", 0.4206);
        scores.put("AP50", 0.6244);
        scores.put("AP75", 0.4419);
        scores.put("APsmall", 0.2051);
        scores.put("APmedium", 0.4583);
        // As in a set without large objects.
        scores.put("APlarge", -1.0);
        scores.put("AR1", 0.3331);
        scores.put("AR10", 0.5333);
        scores.put("AR100", 0.5742);
        return scores;
    }

    /// No tensors, as a suite without `references:` has it.
    static AccuracyOutcome.Compared alone(DetectionScores scores) {
        return new AccuracyOutcome.Compared("", 0, Map.of(), List.of(), List.of(), List.of())
                .with(scores);
    }

    /// @param folder of the case, which is in the names of its files alone
    /// @param name of the first category and of the file that changed most
    static DetectionScores compared(
            String folder, double points, String name, List<String> violations) {
        List<Change> changes = new ArrayList<>();
        for (DetectionBound bound : DetectionBound.values()) {
            double reference = REFERENCE.getOrDefault(bound.metric(), -1.0);
            boolean counts = reference >= 0;
            changes.add(
                    new Change(
                            bound.metric(),
                            counts ? reference + points / 100 : -1,
                            reference,
                            counts ? OptionalDouble.of(points) : OptionalDouble.empty(),
                            counts ? Optional.of(interval(points, 1000)) : Optional.empty()));
        }
        List<CategoryChange> categories = new ArrayList<>();
        for (int id = 1; id <= CATEGORIES; id++) {
            double change = points * id / 20 * (id % 2 == 0 ? 1 : -1);
            categories.add(
                    new CategoryChange(
                            id,
                            id == CATEGORIES ? name : "category " + id,
                            0.4 + change / 100,
                            OptionalDouble.of(0.4),
                            OptionalDouble.of(change),
                            Optional.of(interval(change, id == 79 ? 947 : 1000))));
        }
        return scores(
                folder,
                points,
                Optional.of("/somewhere/detr/reference.json"),
                changes,
                categories,
                List.of(agreement(0, 500_000, 3120), agreement(0.3, 36_411, 34)),
                List.of(
                        new ImageChange(139, name, 1.83, 2, 1, 0.12),
                        new ImageChange(785, "000000000785.jpg", 5.96e-8, 0, 0, 5.96e-8)),
                violations);
    }

    /// Without reference-detections.
    static DetectionScores unreferenced(String folder, List<String> violations) {
        return scores(
                folder,
                0,
                Optional.empty(),
                List.of(),
                List.of(category(1, "cat", 0.61), category(2, "dog", 0.12)),
                List.of(),
                List.of(),
                violations);
    }

    private static CategoryChange category(int id, String name, double ap) {
        return new CategoryChange(
                id, name, ap, OptionalDouble.empty(), OptionalDouble.empty(), Optional.empty());
    }

    private static DetectionScores scores(
            String folder,
            double points,
            Optional<String> reference,
            List<Change> changes,
            List<CategoryChange> categories,
            List<Agreement> agreement,
            List<ImageChange> changedMost,
            List<String> violations) {
        Map<String, Double> scores = new LinkedHashMap<>();
        REFERENCE.forEach(
                (metric, value) -> scores.put(metric, value < 0 ? value : value + points / 100));
        return new DetectionScores(
                "detr",
                "/somewhere/detr/annotations.json",
                reference,
                5000,
                500_000,
                scores,
                reference.map(it -> BOOTSTRAP),
                changes,
                categories,
                agreement,
                changedMost,
                Map.of(DetectionBound.D_AP, 0.4, DetectionBound.D_AP50, 1.0),
                "detections/" + folder + "/detections.json",
                new Inputs(
                        "pixels",
                        "detections/" + folder + "/inputs.jsonl",
                        Sha256.of("inputs"),
                        Optional.empty()),
                List.of(
                        "3 labels are no categories: their 12 detections were dropped",
                        "17 detections do not count, the first is /a run/detections/"
                                + folder
                                + "/detections.json: [4]"),
                violations);
    }

    private static Interval interval(double points, int resamples) {
        return new Interval(points - 0.5, points + 0.5, 0.25, resamples);
    }

    private static Agreement agreement(double minScore, int all, int lost) {
        return new Agreement(
                0.9,
                minScore,
                all,
                lost,
                all + 4,
                lost + 4,
                OptionalDouble.of(-1.3e-4),
                Optional.of(new Distribution(0.31, 8e-4, 3e-4, 6.1e-3, 0.04)),
                OptionalDouble.of(0.9003));
    }
}
