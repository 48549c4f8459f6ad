package dev.assay.accuracy.image;

import static dev.assay.accuracy.image.MadeUpImages.metric;
import static dev.assay.accuracy.image.MadeUpImages.picture;
import static dev.assay.accuracy.image.MadeUpImages.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.AssayException;
import dev.assay.core.run.TaskScore;
import dev.assay.core.suite.ImageMetric;
import dev.assay.core.suite.ImageMetricKind;
import dev.assay.core.suite.ScoreBound;
import dev.assay.core.suite.Tolerance;
import dev.assay.core.tensor.TensorData;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ImageScorerTest {
    private static final Picture BLACK = picture(1, 1, 2, 0, 0);
    private static final Picture GREY = picture(1, 1, 2, 0.1, 0.1);
    private static final Picture WHITE = picture(1, 1, 2, 1, 1);

    @Test
    void scoresTheEngineAgainstTheReferenceWhereThereIsNoTruth() {
        TaskScore score = score(metric(ImageMetricKind.PSNR), Map.of(), Optional.empty());

        assertThat(score.value().orElseThrow()).isCloseTo(20, within(1e-12));
        assertThat(score.reference()).isEmpty();
        assertThat(score.settings()).containsEntry("against", "PyTorch reference");
        assertThat(score.passed()).isTrue();
    }

    @Test
    void scoresBothAgainstTheTruthWhereThereIsOne() {
        TaskScore score =
                score(
                        metric(ImageMetricKind.RMSE),
                        Map.of(ScoreBound.MAX_RMSE, 1.0, ScoreBound.MAX_RMSE_LOSS, 0.05),
                        Optional.of(tensor("y", WHITE, WHITE)));

        // The engine has grey and white, the reference black and white.
        assertThat(score.value().orElseThrow()).isCloseTo(0.45, within(1e-12));
        assertThat(score.reference()).hasValue(0.5);
        assertThat(score.settings()).containsEntry("against", "ground truth");
        assertThat(score.passed()).isTrue();
    }

    /// Otherwise one equal image of a thousand would make the mean infinite and pass any bound.
    @Test
    void leavesEqualImagesOutOfTheMeanOfThePsnrAndCountsThem() {
        TaskScore score =
                score(
                        metric(ImageMetricKind.PSNR),
                        Map.of(ScoreBound.MIN_PSNR, 40.0),
                        Optional.empty());

        assertThat(score.perImage().getLast()).isInfinite();
        assertThat(score.settings()).containsEntry("equal images", "1");
        assertThat(score.violations()).containsExactly("minPsnr: 20.00 dB, limit 40");
    }

    @Test
    void isInfiniteWhereAllImagesAreEqual() {
        TaskScore score =
                only(metric(ImageMetricKind.PSNR), scored(tensor("y", BLACK, WHITE), 0, 1));

        assertThat(score.value()).hasValue(Double.POSITIVE_INFINITY);
    }

    @Test
    void givesEveryRowTheSameWeightThoughOneHasSeveralOutputs() {
        TaskScore score =
                only(
                        metric(ImageMetricKind.RMSE),
                        scored(tensor("y", GREY, BLACK, picture(1, 1, 2, 0.5, 0.5)), 0, 0, 1));

        assertThat(score.perImage()).hasSize(2);
        assertThat(score.value().orElseThrow()).isCloseTo((0.05 + 0.5) / 2, within(1e-12));
    }

    @Test
    void failsZeroTargetsUnlessTheyMayBeLeftOut() {
        ImageMetric allowed =
                new ImageMetric(
                        ImageMetricKind.MRAE,
                        Optional.empty(),
                        0,
                        Optional.empty(),
                        OptionalDouble.empty(),
                        false,
                        true);
        ImageScorer.Scored scored = scored(tensor("y", GREY, WHITE), 0, 1);

        assertThat(only(metric(ImageMetricKind.MRAE), scored).violations())
                .anyMatch(it -> it.contains("divide by zero in 2 places"));
        // The first image is black throughout, so that nothing of it is left.
        assertThat(only(allowed, scored).violations())
                .containsExactly("mrae is undefined: every target is zero");
        assertThat(only(allowed, scored).settings()).containsEntry("excluded", "2");
    }

    @Test
    void isUndefinedWithANaN() {
        TaskScore score =
                only(
                        metric(ImageMetricKind.RMSE),
                        scored(tensor("y", picture(1, 1, 2, 0, Double.NaN), WHITE), 0, 1));

        assertThat(score.value()).isEmpty();
        assertThat(score.violations())
                .containsExactly("rmse is undefined: 1 values are NaN or infinite");
    }

    @Test
    void refusesMetricsThatNoOutputAnswersTo() {
        ImageMetric other =
                new ImageMetric(
                        ImageMetricKind.RMSE,
                        Optional.of("hr"),
                        0,
                        Optional.empty(),
                        OptionalDouble.empty(),
                        false,
                        false);

        assertThatThrownBy(() ->
                        new ImageScorer(List.of(other), new Tolerance(Map.of()))
                                .requireOutputs(List.of(tensor("y", BLACK))))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("rmse of output 'hr'")
                .hasMessageContaining("y 1x1x1x2");
    }

    @Test
    void refusesATruthOfAnotherShape() {
        TensorData truth = tensor("y", picture(1, 2, 2, 0, 0, 0, 0), picture(1, 2, 2, 0, 0, 0, 0));

        assertThatThrownBy(() -> score(metric(ImageMetricKind.RMSE), Map.of(), Optional.of(truth)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("its ground truth has 1x2x2");
    }

    /// Grey for black and white for white.
    private static TaskScore score(
            ImageMetric metric, Map<ScoreBound, Double> bounds, Optional<TensorData> truth) {
        return new ImageScorer(List.of(metric), new Tolerance(Map.of(), bounds, Map.of()))
                .score(
                        new ImageScorer.Scored(
                                tensor("y", GREY, WHITE),
                                List.of(0, 1),
                                tensor("y", BLACK, WHITE),
                                truth))
                .getFirst();
    }

    private static ImageScorer.Scored scored(TensorData output, Integer... rows) {
        return new ImageScorer.Scored(
                output, List.of(rows), tensor("y", BLACK, WHITE), Optional.empty());
    }

    private static TaskScore only(ImageMetric metric, ImageScorer.Scored scored) {
        return new ImageScorer(List.of(metric), new Tolerance(Map.of())).score(scored).getFirst();
    }
}
