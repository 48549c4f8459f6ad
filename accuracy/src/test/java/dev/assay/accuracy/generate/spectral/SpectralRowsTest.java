package dev.assay.accuracy.generate.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.generated.GeneratedKind;
import dev.assay.core.generated.GeneratedRequest;
import dev.assay.core.generated.Split;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpectralRowsTest {
    private static final SpectralRows ROWS =
            new SpectralRows(
                    new GeneratedRequest(GeneratedKind.SPECTRAL, 3, Split.TRAIN, 2, 24, 32, 1, 1));

    @Test
    void picturesFillTheRangeAndSpectraStayWithinIt() {
        List<ByteBuffer> row = ROWS.row(0);
        float[] input = floats(row.getFirst());
        float[] target = floats(row.getLast());

        assertThat(input).hasSize(3 * 24 * 32).contains(0f, 1f);
        assertThat(target).hasSize(31 * 24 * 32);
        for (float value : input) {
            assertThat(value).isBetween(0f, 1f);
        }
        for (float value : target) {
            assertThat(value).isGreaterThan(0f).isLessThanOrEqualTo(1f);
        }
    }

    /// Sums of 31 products of numbers below 1 in double are right to about 31 · 2^-53.
    @Test
    void theCameraSeesNothingOfWhatTellsMaterialsApart() {
        double[] unseen = Bands.unseen(Bands.bump(500, 35));

        for (double[] response : Bands.CAMERA) {
            assertThat(Bands.dot(response, unseen)).isCloseTo(0, within(1e-14));
        }
        assertThat(Arrays.stream(unseen).map(Math::abs).max()).hasValue(1);
    }

    @Test
    void theCameraWeighsEveryColourAlike() {
        double[] white = new double[Bands.COUNT];
        Arrays.fill(white, 1);

        for (double[] response : Bands.CAMERA) {
            assertThat(Bands.dot(response, white)).isCloseTo(1, within(1e-14));
        }
    }

    private static float[] floats(ByteBuffer bytes) {
        FloatBuffer buffer = bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }
}
