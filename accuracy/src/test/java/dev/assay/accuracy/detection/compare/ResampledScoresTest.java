package dev.assay.accuracy.detection.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.accuracy.coco.CocoEvaluation;
import dev.assay.accuracy.coco.CocoMetric;
import dev.assay.accuracy.coco.CocoOptions;
import dev.assay.accuracy.coco.CocoResult;
import dev.assay.accuracy.coco.IouType;
import dev.assay.accuracy.coco.MatchLedger;
import dev.assay.accuracy.detection.Fixtures;
import dev.assay.core.run.DetectionScores.Bootstrap;
import dev.assay.core.run.DetectionScores.Interval;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Against pycocotools, which evaluated every resampled list of images from nothing.
class ResampledScoresTest {
    /// The same terms are added in another order: at most 10,100 of them, each at most 1.
    private static final double SUMMATION = 1e-13;

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void scoresEveryDrawAsPycocotoolsDoes(String set) {
        MatchLedger ledger = ledger(set);
        int compared = 0;
        for (JsonNode row : Fixtures.json("bootstrap/expected.json")) {
            if (row.get(set).isNull()) {
                continue;
            }
            double[] scores = ResampledScores.of(ledger, weights(row, ledger.images()));
            assertThat(scores).hasSize(row.get(set).size());
            for (int i = 0; i < scores.length; i++) {
                double expected = row.get(set).get(i).asDouble();
                if (expected == -1) {
                    assertThat(scores[i]).isNaN();
                } else {
                    assertThat(scores[i])
                            .as("draw %s, score %d", row.get("draw"), i)
                            .isCloseTo(expected, within(SUMMATION));
                }
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(150);
    }

    @Test
    void isTheScoreItselfWhereEveryImageCountsOnce() {
        CocoEvaluation evaluation = evaluation("a");
        CocoResult result = evaluation.evaluate();
        short[] once = new short[25];
        Arrays.fill(once, (short) 1);

        double[] scores = ResampledScores.of(evaluation.ledger(result), once);

        assertThat(scores[0]).isCloseTo(result.scores().get(CocoMetric.AP), within(SUMMATION));
        assertThat(scores[5])
                .isCloseTo(result.scores().get(CocoMetric.AP_LARGE), within(SUMMATION));
    }

    @Test
    void drawsTheSameImagesForTheSameSeed() {
        short[][] draws = new PairedBootstrap(new Bootstrap(50, 7, 0.95)).draws(20);

        assertThat(new PairedBootstrap(new Bootstrap(50, 7, 0.95)).draws(20)).isDeepEqualTo(draws);
        for (short[] draw : draws) {
            int images = 0;
            for (short count : draw) {
                images += count;
            }
            assertThat(images).isEqualTo(20);
        }
        assertThat(Arrays.equals(draws[0], draws[1])).isFalse();
    }

    @Test
    void putsTheDifferenceInsideItsInterval() {
        PairedBootstrap bootstrap = new PairedBootstrap(new Bootstrap(300, 1, 0.95));
        MatchLedger a = ledger("a");
        MatchLedger b = ledger("b");

        Interval interval = ofAp(bootstrap.compare(a, b)).orElseThrow();

        double points =
                100
                        * (evaluation("a").evaluate().scores().get(CocoMetric.AP)
                                - evaluation("b").evaluate().scores().get(CocoMetric.AP));
        assertThat(points).isBetween(interval.low(), interval.high());
        assertThat(interval.resamples()).isEqualTo(300);
        assertThat(interval.standardDeviation()).isPositive();
        // Paired: the same detections differ by nothing, whatever the images.
        assertThat(ofAp(bootstrap.compare(a, a))).contains(new Interval(0, 0, 0, 300));
    }

    @Test
    void hasNoIntervalForACategoryWithoutAnnotations() {
        PairedBootstrap.Intervals intervals =
                new PairedBootstrap(new Bootstrap(20, 1, 0.95)).compare(ledger("a"), ledger("b"));

        // Categories 5 and 6 have detections or nothing, and no annotations.
        assertThat(intervals.categories()).hasSize(6);
        assertThat(intervals.categories().get(0)).isPresent();
        assertThat(intervals.categories().get(5)).isEmpty();
    }

    private static Optional<Interval> ofAp(PairedBootstrap.Intervals intervals) {
        return intervals.metrics().getOrDefault("AP", Optional.empty());
    }

    private static short[] weights(JsonNode row, int images) {
        short[] weights = new short[images];
        row.get("draw").forEach(it -> weights[it.asInt()]++);
        return weights;
    }

    private static MatchLedger ledger(String set) {
        CocoEvaluation evaluation = evaluation(set);
        return evaluation.ledger(evaluation.evaluate());
    }

    private static CocoEvaluation evaluation(String set) {
        return CocoEvaluation.load(
                Fixtures.file("bootstrap/annotations.json"),
                Fixtures.file("bootstrap/" + set + ".json"),
                CocoOptions.of(IouType.BBOX));
    }
}
