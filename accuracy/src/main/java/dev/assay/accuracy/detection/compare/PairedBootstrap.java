package dev.assay.accuracy.detection.compare;

import static java.util.Objects.requireNonNull;

import dev.assay.accuracy.coco.MatchLedger;
import dev.assay.core.run.DetectionScores.Bootstrap;
import dev.assay.core.run.DetectionScores.Interval;
import dev.assay.core.stats.Distribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/// How far the difference of two sets of detections on the same images would vary with the images.
///
/// Images are drawn with replacement, as many as there are; both sets are scored on each draw, and
/// the interval is the middle of the differences (percentile bootstrap: B. Efron and R. Tibshirani,
/// *An Introduction to the Bootstrap*, 1993, chapter 13). A draw in which one of the two has
/// nothing that counts has no difference and is left out.
public final class PairedBootstrap {
    private static final double POINTS = 100;

    private final Bootstrap settings;

    public PairedBootstrap(Bootstrap settings) {
        this.settings = requireNonNull(settings, "settings is null");
    }

    /// @param metrics interval by name, in the order of {@link ResampledScores#METRICS}; empty
    ///   where no draw has a difference
    /// @param categories interval of AP by the categories' place
    public record Intervals(
            Map<String, Optional<Interval>> metrics, List<Optional<Interval>> categories) {
        public Intervals {
            metrics = Map.copyOf(metrics);
            categories = List.copyOf(categories);
        }
    }

    public Intervals compare(MatchLedger engine, MatchLedger reference) {
        short[][] draws = draws(engine.images());
        List<double[]> differences =
                Arrays.stream(draws)
                        .parallel()
                        .map(weights -> difference(engine, reference, weights))
                        .toList();
        Map<String, Optional<Interval>> metrics = new LinkedHashMap<>();
        for (int i = 0; i < ResampledScores.METRICS.size(); i++) {
            metrics.put(ResampledScores.METRICS.get(i), interval(differences, i));
        }
        List<Optional<Interval>> categories = new ArrayList<>();
        for (int i = 0; i < engine.categories().size(); i++) {
            categories.add(interval(differences, ResampledScores.METRICS.size() + i));
        }
        return new Intervals(metrics, categories);
    }

    /// How often each draw takes each image. {@link Random} gives the same draws on every JVM.
    short[][] draws(int images) {
        Random random = new Random(settings.seed());
        short[][] draws = new short[settings.resamples()][images];
        for (short[] draw : draws) {
            for (int i = 0; i < images; i++) {
                draw[random.nextInt(images)]++;
            }
        }
        return draws;
    }

    private static double[] difference(MatchLedger engine, MatchLedger reference, short[] weights) {
        double[] ofEngine = ResampledScores.of(engine, weights);
        double[] ofReference = ResampledScores.of(reference, weights);
        return IntStream.range(0, ofEngine.length)
                .mapToDouble(i -> POINTS * (ofEngine[i] - ofReference[i]))
                .toArray();
    }

    private Optional<Interval> interval(List<double[]> differences, int index) {
        double[] defined =
                differences.stream()
                        .mapToDouble(it -> it[index])
                        .filter(it -> !Double.isNaN(it))
                        .toArray();
        if (defined.length < 2) {
            return Optional.empty();
        }
        Percentile quantiles = Distribution.quantiles(defined);
        double tail = 100 * (1 - settings.confidence()) / 2;
        return Optional.of(
                new Interval(
                        quantiles.evaluate(tail),
                        quantiles.evaluate(100 - tail),
                        new StandardDeviation().evaluate(defined),
                        defined.length));
    }
}
