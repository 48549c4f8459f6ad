package dev.assay.core.run;

import static java.util.Objects.requireNonNull;

import dev.assay.core.stats.Distribution;
import dev.assay.core.suite.DetectionBound;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// What a detector scored on the images of its task, beside its reference.
///
/// @param decoder how outputs became detections, as the suite names it
/// @param annotations file of the truth
/// @param reference file of the reference's detections or raw outputs
/// @param images how many were run
/// @param detections how many the engine made
/// @param scores COCO's twelve numbers by name, 0 to 1, −1 where nothing counts
/// @param bootstrap how the intervals were made; absent without a reference
/// @param changes of AP, over all and by size, against the reference
/// @param categories AP of each category against the reference, those without annotations left out
/// @param agreement of single detections with the reference's, by least score
/// @param changedMost the images whose detections changed most, first the worst
/// @param limits of the suite, in points
/// @param detectionsFile the detections in COCO's results format, relative to the run directory
/// @param inputs what the engine was given
/// @param warnings what a reader of the numbers should know
/// @param violations what failed, in words
public record DetectionScores(
        String decoder,
        String annotations,
        Optional<String> reference,
        int images,
        long detections,
        Map<String, Double> scores,
        Optional<Bootstrap> bootstrap,
        List<Change> changes,
        List<CategoryChange> categories,
        List<Agreement> agreement,
        List<ImageChange> changedMost,
        Map<DetectionBound, Double> limits,
        String detectionsFile,
        Inputs inputs,
        List<String> warnings,
        List<String> violations) {
    public DetectionScores {
        requireNonNull(inputs, "inputs is null");
        scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
        changes = List.copyOf(changes);
        categories = List.copyOf(categories);
        agreement = List.copyOf(agreement);
        changedMost = List.copyOf(changedMost);
        limits = limits.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(limits));
        warnings = List.copyOf(warnings);
        violations = List.copyOf(violations);
    }

    /// The same with further violations.
    public DetectionScores failing(List<String> further) {
        List<String> all = Stream.concat(violations.stream(), further.stream()).toList();
        return new DetectionScores(
                decoder,
                annotations,
                reference,
                images,
                detections,
                scores,
                bootstrap,
                changes,
                categories,
                agreement,
                changedMost,
                limits,
                detectionsFile,
                inputs,
                warnings,
                all);
    }

    /// How a score differs from the reference's; absent without a reference and for scores that are
    /// not compared.
    public Optional<Change> change(String metric) {
        return changes.stream().filter(it -> it.metric().equals(metric)).findFirst();
    }

    /// Whether a bound of {@link #limits} holds; an undefined change holds none.
    public boolean holds(DetectionBound bound) {
        double limit = limits.getOrDefault(bound, Double.POSITIVE_INFINITY);
        return change(bound.metric()).stream()
                .flatMapToDouble(it -> it.points().stream())
                .anyMatch(points -> Math.abs(points) <= limit);
    }

    /// @param confidence of the intervals, such as 0.95
    public record Bootstrap(int resamples, long seed, double confidence) {}

    /// The middle of the resampled differences, in points.
    ///
    /// @param resamples in which the difference is defined
    public record Interval(double low, double high, double standardDeviation, int resamples) {}

    /// @param metric `AP`, `AP50`, …
    /// @param value the engine's, 0 to 1
    /// @param reference the reference's
    /// @param points 100 × (value − reference); absent where either has nothing that counts
    public record Change(
            String metric,
            double value,
            double reference,
            OptionalDouble points,
            Optional<Interval> interval) {}

    /// @param ap the engine's, 0 to 1
    /// @param reference the reference's, where there is one
    /// @param points 100 × (ap − reference)
    public record CategoryChange(
            long id,
            String name,
            double ap,
            OptionalDouble reference,
            OptionalDouble points,
            Optional<Interval> interval) {}

    /// Detections of the reference and the engine's that stand for them: same image, same category,
    /// intersection over union of at least `minIou`.
    ///
    /// @param minScore of the detections that are counted
    /// @param reference how many the reference has
    /// @param lost of those, how many the engine has not
    /// @param engine how many the engine has
    /// @param gained of those, how many the reference has not
    /// @param meanDifference of scores, engine − reference, over the matched ones of the reference
    /// @param difference of scores, either way
    /// @param lowestIou of the matched
    public record Agreement(
            double minIou,
            double minScore,
            int reference,
            int lost,
            int engine,
            int gained,
            OptionalDouble meanDifference,
            Optional<Distribution> difference,
            OptionalDouble lowestIou) {}

    /// @param change sum of the scores that were lost or gained and of the differences of the
    ///   others
    /// @param lost detections of the reference that the engine has not, of the larger scores
    /// @param gained detections of the engine that the reference has not, of the larger scores
    public record ImageChange(
            long image,
            String file,
            double change,
            int lost,
            int gained,
            double largestDifference) {}

    /// @param input its name
    /// @param file SHA-256 of each input as the engine received it, relative to the run directory
    /// @param sha256 of all of them together: of the lines `<image id> <sha256>`
    /// @param golden the file they were held against
    public record Inputs(String input, String file, String sha256, Optional<String> golden) {}
}
