package dev.assay.accuracy.generate.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.generated.GeneratedKind;
import dev.assay.core.generated.GeneratedRequest;
import dev.assay.core.generated.Split;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClipRowsTest {
    private static final GeneratedRequest CLIPS =
            new GeneratedRequest(GeneratedKind.CLIPS, 3, Split.TRAIN, 1, 24, 32, 4, 5);

    @Test
    void theLargePictureIsTheFrameInTheMiddle() {
        List<ByteBuffer> row = new ClipRows(CLIPS).row(0);

        assertThat(PairRows.low(CLIPS, row.getLast().array())).isEqualTo(frame(row, 2));
    }

    /// Nearer frames are more alike: things move on, they do not flicker.
    @Test
    void framesMoveOnFromOneToTheNext() {
        List<ByteBuffer> row = new ClipRows(CLIPS).row(0);

        double near = difference(frame(row, 2), frame(row, 3));
        double far = difference(frame(row, 2), frame(row, 4));
        assertThat(near).isPositive().isLessThan(far);
    }

    @Test
    void smallPicturesOfPairsAreTheLargeOnesReduced() {
        GeneratedRequest pairs =
                new GeneratedRequest(GeneratedKind.PAIRS, 3, Split.TRAIN, 1, 24, 32, 3, 1);
        List<ByteBuffer> row = new PairRows(pairs).row(0);

        assertThat(row.getFirst().array()).isEqualTo(PairRows.low(pairs, row.getLast().array()));
        assertThat(row.getLast().array()).hasSize(3 * 72 * 96);
    }

    private static byte[] frame(List<ByteBuffer> row, int frame) {
        int size = 3 * 24 * 32;
        return Arrays.copyOfRange(row.getFirst().array(), frame * size, (frame + 1) * size);
    }

    private static double difference(byte[] one, byte[] other) {
        double sum = 0;
        for (int at = 0; at < one.length; at++) {
            sum += Math.abs((one[at] & 0xFF) - (other[at] & 0xFF));
        }
        return sum / one.length;
    }
}
