package dev.assay.accuracy.image;

import dev.assay.core.run.TaskScore;
import dev.assay.core.suite.ImageMetric;
import dev.assay.core.suite.ScoreBound;
import dev.assay.core.suite.Tolerance;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// Collects one metric's scores of one output and sums them up.
///
/// A row's score is the mean of those of its different outputs; the metric's is the mean of the
/// rows'. An image that equals its target has an infinite PSNR, which says nothing about the
/// others: it is left out of the mean and counted, unless all are equal.
final class ScoreSheet {
    private final ImageMetric metric;
    private final ImageScorer.Scored scored;
    private final Tolerance tolerance;
    private final Map<Integer, List<ImageValue>> byRow = new TreeMap<>();
    private final List<ImageValue> references = new ArrayList<>();

    ScoreSheet(ImageMetric metric, ImageScorer.Scored scored, Tolerance tolerance) {
        this.metric = metric;
        this.scored = scored;
        this.tolerance = tolerance;
    }

    ImageMetric metric() {
        return metric;
    }

    void add(int row, ImageValue value) {
        byRow.computeIfAbsent(row, it -> new ArrayList<>()).add(value);
    }

    void addReference(ImageValue value) {
        references.add(value);
    }

    TaskScore sum() {
        List<Double> perImage =
                byRow.values().stream().map(values -> mean(scores(values))).toList();
        OptionalDouble value = defined(mean(perImage));
        OptionalDouble reference =
                references.isEmpty() ? OptionalDouble.empty() : defined(mean(scores(references)));
        Map<ScoreBound, Double> limits = new EnumMap<>(ScoreBound.class);
        tolerance
                .scores()
                .forEach((bound, limit) -> {
                    if (bound.kind() == metric.kind()) {
                        limits.put(bound, limit);
                    }
                });
        return new TaskScore(
                metric.kind().key(),
                scored.output().name(),
                metric.kind().unit(),
                value,
                reference,
                perImage,
                settings(perImage),
                limits,
                violations(value, reference, limits));
    }

    /// NaN where one of them is.
    private static List<Double> scores(List<ImageValue> values) {
        return values.stream().map(it -> it.value().orElse(Double.NaN)).toList();
    }

    private double mean(List<Double> scores) {
        List<Double> counted = scores.stream().filter(it -> !isEqual(it)).toList();
        return counted.isEmpty()
                ? Double.POSITIVE_INFINITY
                : counted.stream().mapToDouble(Double::doubleValue).sum() / counted.size();
    }

    /// Whether the score is that of an image that equals its target.
    private boolean isEqual(double score) {
        return metric.kind().higherIsBetter() && score == Double.POSITIVE_INFINITY;
    }

    private static OptionalDouble defined(double score) {
        return Double.isNaN(score) ? OptionalDouble.empty() : OptionalDouble.of(score);
    }

    private Map<String, String> settings(List<Double> perImage) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("against", scored.truth().isPresent() ? "ground truth" : "PyTorch reference");
        settings.put("images", Integer.toString(perImage.size()));
        settings.put("crop", metric.crop() + " px");
        metric.clamp()
                .ifPresent(it ->
                        settings.put("clamp", "[" + text(it.low()) + ", " + text(it.high()) + "]"));
        metric.range().ifPresent(it -> settings.put("range", text(it)));
        if (metric.luma()) {
            settings.put("channel", "Y, BT.601, peak 255");
        }
        if (metric.kind().divides()) {
            settings.put("excluded", Long.toString(excluded()));
        }
        long equal = perImage.stream().filter(this::isEqual).count();
        if (equal > 0) {
            settings.put("equal images", Long.toString(equal));
        }
        return settings;
    }

    private List<String> violations(
            OptionalDouble value, OptionalDouble reference, Map<ScoreBound, Double> limits) {
        List<String> violations = new ArrayList<>();
        long nonFinite = all().stream().mapToLong(ImageValue::nonFinite).sum();
        if (nonFinite > 0) {
            violations.add(
                    "%s is undefined: %s values are NaN or infinite"
                            .formatted(metric.kind().key(), nonFinite));
        } else if (value.isEmpty()) {
            violations.add(metric.kind().key() + " is undefined: every target is zero");
        }
        if (excluded() > 0 && !metric.excludeZeros()) {
            violations.add(
                    "%s would divide by zero in %s places: leave them out with zero-targets: exclude"
                            .formatted(metric.kind().key(), excluded()));
        }
        limits.forEach((bound, limit) -> {
            if (!bound.holds(value, reference, limit)) {
                violations.add(describe(bound, bound.bounded(value, reference), limit));
            }
        });
        return violations;
    }

    /// For example `maxPsnrLoss: 0.517 dB, limit 0.1`.
    private String describe(ScoreBound bound, OptionalDouble bounded, double limit) {
        String unit = metric.kind().unit().isEmpty() ? "" : " " + metric.kind().unit();
        return bounded.isEmpty()
                ? "%s: undefined, limit %s".formatted(bound.key(), text(limit))
                : String.format(
                        Locale.ROOT,
                        "%s: %.4g%s, limit %s",
                        bound.key(),
                        bounded.getAsDouble(),
                        unit,
                        text(limit));
    }

    private long excluded() {
        return byRow.values().stream().flatMap(List::stream).mapToLong(ImageValue::excluded).sum();
    }

    private List<ImageValue> all() {
        return byRow.values().stream().flatMap(List::stream).toList();
    }

    /// `1` instead of `1.0`.
    private static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
