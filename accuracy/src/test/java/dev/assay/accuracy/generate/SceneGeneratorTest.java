package dev.assay.accuracy.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SceneGeneratorTest {

    private static final long SEED = 2022;
    private static final int HEIGHT = 96;
    private static final int WIDTH = 90;

    /// The goldens are this generator's own output, made on x86-64 with Temurin 25; the reference
    /// data of MST++ was computed from the first. A change of the pixels has to remake that data.
    @ParameterizedTest
    @CsvSource({
        "96, 90, 1e360fdca33d5c5db28c0c4ab16c3347186202434bcc6c882d2c2d6ddf0ea49c",
        "482, 512, 6371a079da90692bcd0f6ce73bf1cc3e0ce9aad3e50ebaba391d96447538e328"
    })
    void makesTheSamePixelsOnEveryMachine(int height, int width, String sha256) throws Exception {
        assertThat(sha256(SceneGenerator.rgb(new SceneRequest(SEED, 0, height, width))))
                .isEqualTo(sha256);
    }

    @Test
    void remakesTheSamePixelsFromTheSameSeed() {
        assertThat(scene(SEED, 1)).containsExactly(scene(SEED, 1));
    }

    @Test
    void makesOtherPixelsFromAnotherSeedOrIndex() {
        assertThat(scene(SEED, 0)).isNotEqualTo(scene(SEED + 1, 0)).isNotEqualTo(scene(SEED, 1));
        // Streams that are shifted copies of one another would make these two equal.
        assertThat(scene(SEED, 1)).isNotEqualTo(scene(SEED + 1, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void fillsTheRangeFromExactlyZeroToExactlyOne(int index) {
        float[] scene = scene(SEED, index);
        float least = Float.POSITIVE_INFINITY;
        float greatest = Float.NEGATIVE_INFINITY;
        for (float value : scene) {
            assertThat(value).isBetween(0f, 1f);
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        }
        assertThat(scene).hasSize(3 * HEIGHT * WIDTH);
        assertThat(least).isEqualTo(0f);
        assertThat(greatest).isEqualTo(1f);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void isNoWhiteNoiseButHasEdges(int index) {
        float[] scene = scene(SEED, index);
        assertThat(correlation(scene, 1)).as("of horizontal neighbours").isGreaterThan(0.9);
        assertThat(correlation(scene, WIDTH)).as("of vertical neighbours").isGreaterThan(0.9);
        // 0.12 within one pixel is ten deviations of the sensor noise: only an outline makes that.
        assertThat(shareOfSteps(scene, 0.12)).as("share of edges").isBetween(0.002, 0.1);
        assertThat(shareOfSteps(scene, 0.03)).as("share that is not smooth").isLessThan(0.6);
    }

    @Test
    void worksAtTheSmallestSizeAndWhenTaller() {
        assertThat(SceneGenerator.rgb(new SceneRequest(SEED, 0, 8, 8))).hasSize(3 * 8 * 8);
        assertThat(SceneGenerator.rgb(new SceneRequest(SEED, 0, 64, 16))).hasSize(3 * 64 * 16);
    }

    @Test
    void rejectsSidesAndIndicesOutOfRange() {
        assertThatThrownBy(() -> new SceneRequest(SEED, 0, 7, 90))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scene height must be 8 to 16384 pixels, but is 7");
        assertThatThrownBy(() -> new SceneRequest(SEED, 0, 96, 20_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scene width must be 8 to 16384 pixels, but is 20000");
        assertThatThrownBy(() -> new SceneRequest(SEED, -1, 96, 90))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scene index must be 0 or more, but is -1");
    }

    private static float[] scene(long seed, int index) {
        return SceneGenerator.rgb(new SceneRequest(seed, index, HEIGHT, WIDTH));
    }

    /// Pearson's correlation of all values with those `step` elements on. The few pairs that join
    /// two rows or colours only lower it.
    private static double correlation(float[] values, int step) {
        int pairs = values.length - step;
        double sumA = 0;
        double sumB = 0;
        double sumAa = 0;
        double sumBb = 0;
        double sumAb = 0;
        for (int i = 0; i < pairs; i++) {
            double a = values[i];
            double b = values[i + step];
            sumA += a;
            sumB += b;
            sumAa += a * a;
            sumBb += b * b;
            sumAb += a * b;
        }
        double covariance = sumAb - sumA * sumB / pairs;
        return covariance
                / Math.sqrt((sumAa - sumA * sumA / pairs) * (sumBb - sumB * sumB / pairs));
    }

    /// Share of horizontal neighbours that differ by more than `step`.
    private static double shareOfSteps(float[] scene, double step) {
        int steps = 0;
        for (int i = 0; i + 1 < scene.length; i++) {
            boolean sameRow = (i + 1) % WIDTH != 0;
            if (sameRow && Math.abs(scene[i + 1] - scene[i]) > step) {
                steps++;
            }
        }
        return (double) steps / scene.length;
    }

    private static String sha256(float[] values) throws NoSuchAlgorithmException {
        ByteBuffer bytes =
                ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.array());
        return HexFormat.of().formatHex(digest);
    }
}
