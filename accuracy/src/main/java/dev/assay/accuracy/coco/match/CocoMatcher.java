package dev.assay.accuracy.coco.match;

import dev.assay.accuracy.coco.parallel.Tasks;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Evaluates all categories, each in one thread. Categories share nothing and their results have
/// their own places, so the number of threads changes no bit.
public final class CocoMatcher {
    private final Regions annotations;
    private final Regions detections;
    private final boolean masks;
    private final Grouping annotated;
    private final Grouping detected;
    private final int categories;
    private final int[] limits;

    /// @param masks whether overlaps are of masks, not of boxes
    public CocoMatcher(Scope scope, Regions annotations, Regions detections, boolean masks) {
        this.annotations = annotations;
        this.detections = detections;
        this.masks = masks;
        this.categories = scope.pooled() ? 1 : scope.categories();
        this.limits = scope.limits().stream().mapToInt(it -> it).toArray();
        annotated = Grouping.of(annotations, scope.images(), scope.categories(), scope.pooled());
        detected = Grouping.of(detections, scope.images(), scope.categories(), scope.pooled());
    }

    /// @param images how many there are
    /// @param categories how many there are
    /// @param pooled whether all categories count as one
    /// @param limits maxDets, ascending
    public record Scope(int images, int categories, boolean pooled, List<Integer> limits) {
        public Scope {
            limits = List.copyOf(limits);
        }
    }

    public PrecisionRecall evaluate(int threads) {
        PrecisionRecall result = new PrecisionRecall(categories, limits.length);
        // The largest first, so that no thread is left with it at the end.
        List<Integer> queue =
                IntStream.range(0, categories)
                        .boxed()
                        .sorted(
                                Comparator.comparingInt(
                                        it -> detected.start(it) - detected.end(it)))
                        .toList();
        AtomicInteger next = new AtomicInteger();
        Callable<Void> worker =
                () -> {
                    evaluate(queue, next, result);
                    return null;
                };
        try (ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, threads))) {
            List<Future<Void>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(worker));
            }
            running.forEach(Tasks::get);
        }
        return result;
    }

    /// How every detection was matched, by category.
    public List<CategoryLedger> ledgers() {
        return IntStream.range(0, categories)
                .parallel()
                .mapToObj(category -> {
                    CategoryMatches matches = new CategoryMatches();
                    CategoryLedger.Builder ledger = new CategoryLedger.Builder(matches);
                    match(category, imageMatcher(), matches, ledger::add);
                    return ledger.build(new ScoreOrder());
                })
                .toList();
    }

    private ImageMatcher imageMatcher() {
        Overlap overlap =
                masks
                        ? new MaskOverlap(detections, annotations)
                        : new BoxOverlap(detections, annotations);
        return new ImageMatcher(annotations, detections, overlap, limits[limits.length - 1]);
    }

    private void evaluate(List<Integer> queue, AtomicInteger next, PrecisionRecall result) {
        ImageMatcher matcher = imageMatcher();
        Accumulator accumulator = new Accumulator(limits, result);
        CategoryMatches matches = new CategoryMatches();
        for (int at = next.getAndIncrement(); at < queue.size(); at = next.getAndIncrement()) {
            int category = queue.get(at);
            match(category, matcher, matches, (image, first) -> {});
            accumulator.accumulate(category, matches);
        }
    }

    /// Told of each image and the place of its first detection.
    private interface ImageListener {
        void matched(int image, int first);
    }

    private void match(
            int category, ImageMatcher matcher, CategoryMatches matches, ImageListener listener) {
        matches.clear();
        int annotation = annotated.start(category);
        int detection = detected.start(category);
        int lastAnnotation = annotated.end(category);
        int lastDetection = detected.end(category);
        while (annotation < lastAnnotation || detection < lastDetection) {
            int image =
                    Math.min(
                            annotated.image(annotation, lastAnnotation),
                            detected.image(detection, lastDetection));
            int annotationEnd = annotated.endOfImage(annotation, lastAnnotation, image);
            int detectionEnd = detected.endOfImage(detection, lastDetection, image);
            int first = matches.size();
            matcher.match(
                    annotated,
                    annotation,
                    annotationEnd,
                    new ImageMatcher.Detected(detected, detection, detectionEnd),
                    matches);
            listener.matched(image, first);
            annotation = annotationEnd;
            detection = detectionEnd;
        }
    }
}
