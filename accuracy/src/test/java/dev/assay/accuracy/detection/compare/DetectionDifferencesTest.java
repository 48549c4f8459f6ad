package dev.assay.accuracy.detection.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.accuracy.detection.decode.Detection;
import dev.assay.accuracy.detection.decode.ImageDetections;
import dev.assay.core.run.DetectionScores.Agreement;
import dev.assay.core.run.DetectionScores.ImageChange;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DetectionDifferencesTest {
    private static final List<ImageDetections> REFERENCE =
            List.of(
                    new ImageDetections(1, List.of(at(1, 0, 0.9), at(1, 50, 0.2))),
                    new ImageDetections(2, List.of(at(1, 0, 0.8), at(2, 0, 0.6))));

    @Test
    void findsNothingBetweenEqualDetections() {
        DetectionDifferences differences = DetectionDifferences.of(REFERENCE, REFERENCE);

        Agreement all = differences.agreement().getFirst();
        assertThat(all.reference()).isEqualTo(4);
        assertThat(all.lost()).isZero();
        assertThat(all.gained()).isZero();
        assertThat(all.difference().orElseThrow().max()).isZero();
        assertThat(all.lowestIou()).hasValue(1);
        assertThat(differences.changedMost(Map.of())).isEmpty();
    }

    @Test
    void countsWhatIsLostGainedAndScoredOtherwise() {
        List<ImageDetections> engine =
                List.of(
                        // The score moved; the faint one moved by 2 of 10 pixels: IoU 2/3.
                        new ImageDetections(1, List.of(at(1, 0, 0.7), at(1, 52, 0.2))),
                        // The same box of another category is another detection.
                        new ImageDetections(2, List.of(at(1, 0, 0.8), at(3, 0, 0.6))));

        DetectionDifferences differences = DetectionDifferences.of(engine, REFERENCE);

        Agreement all = differences.agreement().getFirst();
        assertThat(List.of(all.reference(), all.lost(), all.engine(), all.gained()))
                .containsExactly(4, 2, 4, 2);
        Agreement larger = differences.agreement().getLast();
        assertThat(larger.minScore()).isEqualTo(0.3);
        assertThat(List.of(larger.reference(), larger.lost(), larger.engine(), larger.gained()))
                .containsExactly(3, 1, 3, 1);
        assertThat(larger.meanDifference().orElseThrow()).isCloseTo(-0.1, within(1e-12));
        assertThat(larger.difference().orElseThrow().max()).isCloseTo(0.2, within(1e-12));
    }

    @Test
    void listsTheImagesThatChangedMostFirst() {
        List<ImageDetections> engine =
                List.of(
                        new ImageDetections(1, List.of(at(1, 0, 0.7), at(1, 50, 0.2))),
                        new ImageDetections(3, List.of(at(1, 0, 0.95))));

        List<ImageChange> changed =
                DetectionDifferences.of(engine, REFERENCE)
                        .changedMost(Map.of(1L, "one.jpg", 2L, "two.jpg", 3L, "three.jpg"));

        assertThat(changed)
                .extracting(ImageChange::file)
                .containsExactly("two.jpg", "three.jpg", "one.jpg");
        assertThat(changed.getFirst().change()).isCloseTo(1.4, within(1e-12));
        assertThat(changed.getFirst().lost()).isEqualTo(2);
        assertThat(changed.get(1).gained()).isEqualTo(1);
        assertThat(changed.get(2).largestDifference()).isCloseTo(0.2, within(1e-12));
    }

    @Test
    void matchesADetectionOnceTheBestScoreFirst() {
        // Two of the reference lie over one of the engine: the higher score takes it.
        DetectionPairs pairs =
                DetectionPairs.of(
                        List.of(at(1, 0, 0.5)), List.of(at(1, 0.2, 0.4), at(1, 0.1, 0.9)));

        assertThat(pairs.pairs())
                .singleElement()
                .satisfies(pair -> {
                    assertThat(pair.reference().score()).isEqualTo(0.9);
                    assertThat(pair.iou()).isGreaterThan(0.9);
                });
        assertThat(pairs.lost()).extracting(Detection::score).containsExactly(0.4);
    }

    @Test
    void matchesEqualBoxesWithoutAnArea() {
        Detection empty = new Detection(1, 3, 3, 0, 5, 0.5);

        assertThat(DetectionPairs.iou(empty, empty)).isEqualTo(1);
        assertThat(DetectionPairs.iou(empty, at(1, 3, 0.5))).isZero();
    }

    /// 10 x 10 pixels.
    private static Detection at(long category, double x, double score) {
        return new Detection(category, x, 0, 10, 10, score);
    }
}
