package dev.assay.accuracy.detection.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopScoresTest {
    @Test
    void agreesWithSortingAllScores() {
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            // Wide enough to saturate at both ends, coarse enough for ties.
            float scale = random.nextBoolean() ? 60 : 2;
            float[] logits = new float[1 + random.nextInt(300)];
            for (int i = 0; i < logits.length; i++) {
                logits[i] = Math.round(random.nextGaussian() * 8) / 8f * scale;
            }
            int top = 1 + random.nextInt(120);
            List<Integer> sorted =
                    IntStream.range(0, logits.length)
                            .boxed()
                            .sorted(
                                    Comparator.comparingDouble(
                                            (Integer i) -> -TopScores.sigmoid(logits[i])))
                            .limit(top)
                            .toList();

            assertThat(TopScores.of(logits, top, new DecodeLog())).isEqualTo(sorted);
        }
    }

    @Test
    void takesInfiniteLogitsForCertainties() {
        float[] logits = {Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, -200, 0};

        assertThat(TopScores.of(logits, 4, new DecodeLog())).containsExactly(1, 3, 0, 2);
        assertThat(TopScores.sigmoid(Float.NEGATIVE_INFINITY)).isZero();
        assertThat(TopScores.sigmoid(Float.POSITIVE_INFINITY)).isEqualTo(1);
    }

    @Test
    void hasNothingOfNothing() {
        assertThat(TopScores.of(new float[0], 5, new DecodeLog())).isEmpty();
    }
}
