package dev.assay.accuracy.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The plugin mistakes that were found in published TensorRT ports, as data: each has to be caught
/// by the error that arithmetic allows, and named.
class OperatorMistakesTest {
    private static final double EPSILON = 1e-5;

    /// The order of operations of a plain FP32 kernel: two passes, as a correct plugin has them.
    private static float[] layerNorm(float[] x, int channels, float epsilon, boolean outside) {
        float[] y = new float[x.length];
        for (int start = 0; start < x.length; start += channels) {
            double sum = 0;
            for (int i = 0; i < channels; i++) {
                sum += x[start + i];
            }
            float mean = (float) (sum / channels);
            double squares = 0;
            for (int i = 0; i < channels; i++) {
                float d = x[start + i] - mean;
                squares += (double) d * d;
            }
            float variance = (float) (squares / channels);
            float divisor =
                    outside
                            ? (float) Math.sqrt(variance) + epsilon
                            : (float) Math.sqrt(variance + epsilon);
            for (int i = 0; i < channels; i++) {
                y[start + i] = (x[start + i] - mean) / divisor;
            }
        }
        return y;
    }

    private static float[] noise(int n, double deviation, double offset) {
        Random random = new Random(20261121);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) (offset + deviation * random.nextGaussian());
        }
        return x;
    }

    @ParameterizedTest
    @CsvSource({"256,1,0", "256,1e-3,0", "256,1,1000", "31,1,0", "31,1e-3,0", "31,1,1000"})
    void passesALayerNormThatIsRightHoweverSmallOrFarFromZeroItsInput(
            int channels, double deviation, double offset) {
        float[] x = noise(8 * channels, deviation, offset);

        assertThat(
                        LayerNorm.of(x, channels, EPSILON)
                                .mistakeIn(layerNorm(x, channels, (float) EPSILON, false)))
                .isEmpty();
    }

    /// At a deviation of 1 epsilon hardly matters; at 1e-3 it is ten times the variance.
    @ParameterizedTest
    @CsvSource({
        "0,false,epsilon is ignored",
        "-3.08e-19,false,epsilon is ignored",
        "1e-5,true,epsilon is added outside"
    })
    void namesWhatIsWrongWithEpsilon(float epsilon, boolean outside, String mistake) {
        float[] x = noise(8 * 31, 1e-3, 0);

        assertThat(LayerNorm.of(x, 31, EPSILON).mistakeIn(layerNorm(x, 31, epsilon, outside)))
                .get()
                .asString()
                .startsWith(mistake);
    }

    @Test
    void namesAConstantRowThatBecomesNaNWithoutEpsilon() {
        float[] x = new float[64];

        assertThat(LayerNorm.of(x, 64, EPSILON).mistakeIn(layerNorm(x, 64, 0, false)))
                .get()
                .asString()
                .startsWith("epsilon is ignored");
    }

    /// One pass, `E(x²) - E(x)²` in FP32: at an offset of 1000 nothing of the variance is left.
    @Test
    void findsTheCancellationOfAVarianceInOnePass() {
        int channels = 256;
        float[] x = noise(channels, 1, 1000);
        float sum = 0;
        float squares = 0;
        for (float value : x) {
            sum += value;
            squares += value * value;
        }
        float mean = sum / channels;
        float divisor = (float) Math.sqrt(squares / channels - mean * mean + EPSILON);
        float[] y = new float[channels];
        for (int i = 0; i < channels; i++) {
            y[i] = (x[i] - mean) / divisor;
        }

        assertThat(LayerNorm.of(x, channels, EPSILON).mistakeIn(y))
                .get()
                .asString()
                .startsWith("none of the known mistakes");
    }

    @Test
    void tellsTheTanhApproximationFromErf() {
        float[] x = new float[2001];
        float[] erf = new float[x.length];
        float[] tanh = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = (i - 1000) / 200f;
        }
        OperatorResult gelu = Gelu.of(x);
        for (int i = 0; i < x.length; i++) {
            erf[i] = (float) gelu.expected().values()[i];
            float inner = 0.7978846f * (x[i] + 0.044715f * x[i] * x[i] * x[i]);
            tanh[i] = 0.5f * x[i] * (1 + (float) Math.tanh(inner));
        }

        assertThat(gelu.mistakeIn(erf)).isEmpty();
        assertThat(gelu.mistakeIn(tanh)).get().asString().startsWith("the tanh approximation");
        // 4.8e-4 is how far the two functions are apart: no rounding of FP32 explains it.
        double apart = 0;
        for (int i = 0; i < x.length; i++) {
            apart = Math.max(apart, Math.abs(tanh[i] - gelu.expected().values()[i]));
        }
        assertThat(apart).isBetween(4.6e-4, 4.9e-4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 31, 32, 33, 1024, 1025})
    void namesWhatIsWrongWithAMask(int keys) {
        int batch = 2;
        int heads = 3;
        float[] x = noise(batch * heads * keys, 3, 0);
        boolean[] masked = new boolean[batch * keys];
        for (int s = 0; s < keys; s++) {
            masked[s] = s >= Math.max(1, keys - 5);
            masked[keys + s] = s >= Math.max(1, keys / 2);
        }
        OperatorResult softmax = MaskedSoftmax.of(x, masked, batch, heads, keys);

        assertThat(softmax.mistakeIn(floats(softmax.expected().values()))).isEmpty();
        if (keys > 1) {
            softmax.mistakes()
                    .forEach((name, wrong) ->
                            assertThat(softmax.mistakeIn(floats(wrong.values())))
                                    .get()
                                    .asString()
                                    .startsWith(name));
        }
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
