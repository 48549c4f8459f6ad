package dev.assay.accuracy.coco.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScoreOrderTest {
    @Test
    void putsHighScoresFirstAndNanLast() {
        assertThat(order(Double.NaN, 0.5, -1, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY))
                .containsExactly(3, 1, 2, 4, 0);
    }

    @Test
    void keepsTheOrderOfEqualScoresZerosOfEitherSignIncluded() {
        assertThat(order(-0.0, 0.0, 1, -0.0, 0.0, 1)).containsExactly(2, 5, 0, 1, 3, 4);
    }

    @Test
    void sortsStablyAtAnyLength() {
        Random random = new Random(3);
        for (int length : new int[] {0, 1, 12, 13, 25, 100, 1000}) {
            double[] scores = random.doubles(length).map(it -> Math.rint(it * 8)).toArray();
            int[] expected =
                    IntStream.range(0, length)
                            .boxed()
                            .sorted(Comparator.comparingDouble(i -> -scores[i]))
                            .mapToInt(it -> it)
                            .toArray();

            assertThat(order(scores)).isEqualTo(expected);
        }
    }

    private static int[] order(double... scores) {
        long[] keys = Arrays.stream(scores).mapToLong(ScoreOrder::key).toArray();
        return Arrays.copyOf(new ScoreOrder().sort(keys, keys.length), keys.length);
    }
}
