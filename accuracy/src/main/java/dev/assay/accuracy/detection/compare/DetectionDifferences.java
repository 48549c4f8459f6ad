package dev.assay.accuracy.detection.compare;

import dev.assay.accuracy.detection.compare.DetectionPairs.Pair;
import dev.assay.accuracy.detection.decode.Detection;
import dev.assay.accuracy.detection.decode.ImageDetections;
import dev.assay.core.run.DetectionScores.Agreement;
import dev.assay.core.run.DetectionScores.ImageChange;
import dev.assay.core.stats.Distribution;
import dev.assay.core.stats.PairwiseSum;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// Detections of an engine against the reference's, one by one, over all images.
public final class DetectionDifferences {
    /// Scores from which on a detection is one that a user would see.
    static final double LARGER_SCORE = 0.3;

    private static final int MOST_IMAGES = 20;

    private final TreeMap<Long, DetectionPairs> images = new TreeMap<>();

    private DetectionDifferences() {}

    public static DetectionDifferences of(
            List<ImageDetections> engine, List<ImageDetections> reference) {
        TreeMap<Long, List<Detection>> ofEngine = byImage(engine);
        TreeMap<Long, List<Detection>> ofReference = byImage(reference);
        DetectionDifferences differences = new DetectionDifferences();
        ofEngine.forEach((image, found) ->
                differences.images.put(
                        image,
                        DetectionPairs.of(found, ofReference.getOrDefault(image, List.of()))));
        ofReference.forEach((image, wanted) ->
                differences.images.computeIfAbsent(
                        image, it -> DetectionPairs.of(List.of(), wanted)));
        return differences;
    }

    private static TreeMap<Long, List<Detection>> byImage(List<ImageDetections> images) {
        TreeMap<Long, List<Detection>> map = new TreeMap<>();
        images.forEach(it -> map.put(it.image(), it.detections()));
        return map;
    }

    /// Over all detections, and over those of the larger scores.
    public List<Agreement> agreement() {
        return List.of(agreement(0), agreement(LARGER_SCORE));
    }

    private Agreement agreement(double minScore) {
        Collection<DetectionPairs> all = images.values();
        List<Pair> pairs =
                all.stream()
                        .flatMap(it -> it.pairs().stream())
                        .filter(it -> it.reference().score() >= minScore)
                        .toList();
        int enginePairs =
                (int)
                        all.stream()
                                .flatMap(it -> it.pairs().stream())
                                .filter(it -> it.engine().score() >= minScore)
                                .count();
        int lost = all.stream().mapToInt(it -> count(it.lost(), minScore)).sum();
        int gained = all.stream().mapToInt(it -> count(it.gained(), minScore)).sum();
        double[] differences = pairs.stream().mapToDouble(Pair::difference).toArray();
        double[] absolute = pairs.stream().mapToDouble(it -> Math.abs(it.difference())).toArray();
        return new Agreement(
                DetectionPairs.MIN_IOU,
                minScore,
                pairs.size() + lost,
                lost,
                enginePairs + gained,
                gained,
                differences.length == 0
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(PairwiseSum.of(differences) / differences.length),
                absolute.length == 0 ? Optional.empty() : Optional.of(Distribution.of(absolute)),
                pairs.stream().mapToDouble(Pair::iou).min());
    }

    private static int count(List<Detection> detections, double minScore) {
        return (int) detections.stream().filter(it -> it.score() >= minScore).count();
    }

    /// The images whose detections of the larger scores changed, most changed first.
    ///
    /// @param names files by image id
    public List<ImageChange> changedMost(Map<Long, String> names) {
        return images.entrySet().stream()
                .map(it -> change(it.getKey(), names.getOrDefault(it.getKey(), ""), it.getValue()))
                .filter(it -> it.change() > 0)
                .sorted(
                        Comparator.comparingDouble(ImageChange::change)
                                .reversed()
                                .thenComparingLong(ImageChange::image))
                .limit(MOST_IMAGES)
                .toList();
    }

    private static ImageChange change(long image, String name, DetectionPairs pairs) {
        double change = 0;
        double largest = 0;
        for (Pair pair : pairs.pairs()) {
            if (pair.score() >= LARGER_SCORE) {
                double difference = Math.abs(pair.difference());
                change += difference;
                largest = Math.max(largest, difference);
            }
        }
        for (Detection lost : pairs.lost()) {
            change += lost.score() >= LARGER_SCORE ? lost.score() : 0;
        }
        for (Detection gained : pairs.gained()) {
            change += gained.score() >= LARGER_SCORE ? gained.score() : 0;
        }
        return new ImageChange(
                image,
                name,
                change,
                count(pairs.lost(), LARGER_SCORE),
                count(pairs.gained(), LARGER_SCORE),
                largest);
    }
}
