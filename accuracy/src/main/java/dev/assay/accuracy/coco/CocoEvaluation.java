package dev.assay.accuracy.coco;

import dev.assay.accuracy.coco.data.AnnotationTable;
import dev.assay.accuracy.coco.data.CocoReader;
import dev.assay.accuracy.coco.data.GroundTruth;
import dev.assay.accuracy.coco.match.CocoMatcher;
import dev.assay.accuracy.coco.match.PrecisionRecall;
import dev.assay.accuracy.coco.match.Protocol;
import dev.assay.accuracy.coco.match.Regions;
import dev.assay.accuracy.coco.parallel.Tasks;
import dev.assay.core.AssayException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/// Evaluates a file of detections against a file of annotations.
public final class CocoEvaluation {
    private final GroundTruth truth;
    private final AnnotationTable detections;
    private final CocoOptions options;

    private CocoEvaluation(GroundTruth truth, AnnotationTable detections, CocoOptions options) {
        this.truth = truth;
        this.detections = detections;
        this.options = options;
    }

    /// Reads both files, checks them and evaluates.
    ///
    /// @throws AssayException if a file is damaged, or holds what pycocotools would get wrong and
    ///   `options` do not ask for that; the message names the record
    public static CocoResult evaluate(Path annotations, Path detections, CocoOptions options) {
        return load(annotations, detections, options).evaluate();
    }

    /// Reads and checks both files.
    ///
    /// @throws AssayException as `evaluate`
    public static CocoEvaluation load(Path annotations, Path detections, CocoOptions options) {
        boolean masks = options.iouType() == IouType.SEGM;
        try (ExecutorService pool = Executors.newFixedThreadPool(options.threads())) {
            Future<GroundTruth> truth =
                    pool.submit(() -> CocoReader.groundTruth(annotations, masks));
            Supplier<AnnotationTable> found = CocoReader.detections(detections, masks, pool);
            return check(annotations, detections, Tasks.get(truth), found.get(), options);
        }
    }

    private static CocoEvaluation check(
            Path annotations,
            Path detections,
            GroundTruth truth,
            AnnotationTable found,
            CocoOptions options) {
        if (!options.asPycocotools()) {
            StrictRules.check(annotations, truth);
            StrictRules.check(found);
        } else if (found.size() == 0) {
            throw AssayException.data(
                    detections
                            + ": there are no detections: pycocotools ends in an IndexError;"
                            + " without --as-pycocotools, their AP is 0");
        }
        return new CocoEvaluation(truth, found, options);
    }

    /// The detections as their file has them.
    public AnnotationTable detections() {
        return detections;
    }

    /// Matches and summarizes; may be called again.
    ///
    /// @throws AssayException if a record lacks what the evaluation needs
    public CocoResult evaluate() {
        Warnings warnings = new Warnings();
        if (detections.size() == 0) {
            warnings.add("there are no detections: every annotation counts as missed");
        }
        if (!options.maxDets().contains(Protocol.USUAL_DETECTIONS)) {
            warnings.add(
                    "--max-dets lacks 100, which COCO's AP is defined at: AP is -1, the other"
                            + " numbers are not");
        }
        PrecisionRecall curves = matcher(warnings).evaluate(options.threads());
        Summary summary = new Summary(curves, options.maxDets());
        return new CocoResult(
                options, summary.all(), categories(summary), curves, warnings.texts());
    }

    /// How every detection was matched, to evaluate other multisets of the same images.
    public MatchLedger ledger(CocoResult result) {
        int images = (int) truth.images().stream().mapToLong(it -> it.id()).distinct().count();
        return new MatchLedger(images, result.categories(), matcher(new Warnings()).ledgers());
    }

    private CocoMatcher matcher(Warnings warnings) {
        Ids images = Ids.of(truth.images().stream().mapToLong(it -> it.id()));
        Ids categories = Ids.of(truth.categories().stream().mapToLong(it -> it.id()));
        AnnotationSelection wanted = new AnnotationSelection(truth, images, categories, options);
        Regions annotated = wanted.select(warnings);
        Regions detected =
                new DetectionSelection(detections, images, categories, options, wanted::image)
                        .select(warnings);
        CocoMatcher.Scope scope =
                new CocoMatcher.Scope(
                        images.count(),
                        categories.count(),
                        !options.useCategories(),
                        options.maxDets());
        return new CocoMatcher(scope, annotated, detected, options.iouType() == IouType.SEGM);
    }

    private List<CategoryScores> categories(Summary summary) {
        if (!options.useCategories()) {
            return List.of(
                    new CategoryScores(CategoryScores.POOLED, "all categories", summary.of(0)));
        }
        Map<Long, String> names = new TreeMap<>();
        truth.categories().forEach(it -> names.put(it.id(), it.name()));
        List<CategoryScores> scores = new ArrayList<>();
        names.forEach(
                (id, name) -> scores.add(new CategoryScores(id, name, summary.of(scores.size()))));
        return scores;
    }
}
