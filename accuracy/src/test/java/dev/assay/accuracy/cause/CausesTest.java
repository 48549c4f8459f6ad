package dev.assay.accuracy.cause;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CausesTest {
    private static final int ROWS = 3;
    private static final int CHANNELS = 4;
    private static final int HEIGHT = 24;
    private static final int WIDTH = 20;

    private final float[] reference = image();

    @Test
    void guessesNothingWhereNothingIsWrong() {
        assertThat(causes(reference.clone())).isEmpty();
    }

    @Test
    void guessesNothingAboutNoise() {
        Random random = new Random(1);
        float[] noisy = reference.clone();
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] += (float) (0.1 * random.nextGaussian());
        }

        assertThat(causes(noisy)).isEmpty();
    }

    /// Else the engine is blamed for what PyTorch's script has saved.
    @Test
    void namesReferencesThatAreBrokenOrTooCoarse() {
        Shape shape = Shape.of(1, 2);
        TensorData output = floats(shape, 1, 2);
        assertThat(Causes.of(output, floats(shape, 1, Float.NaN)))
                .containsExactly(
                        "the references are broken: 1 of their values is NaN or infinite, none of the engine's");
        assertThat(Causes.of(floats(shape, 1, Float.NaN), floats(shape, 1, Float.NaN))).isEmpty();
        TensorSpec integers = new TensorSpec("output", ElementType.INT32, shape);
        assertThat(
                        Causes.of(
                                output,
                                new TensorData(
                                        integers,
                                        Arena.ofAuto().allocateFrom(ValueLayout.JAVA_INT, 1, 3))))
                .contains(
                        "the references are too coarse: they are stored as INT32, the output is FLOAT32");
    }

    private static TensorData floats(Shape shape, float... values) {
        return new TensorData(
                new TensorSpec("output", ElementType.FLOAT32, shape),
                Arena.ofAuto().allocateFrom(ValueLayout.JAVA_FLOAT, values));
    }

    @Test
    void namesExchangedHeightAndWidth() {
        assertThat(causes(moved((n, c, h, w) -> ((n * CHANNELS + c) * WIDTH + w) * HEIGHT + h)))
                .contains("height and width are exchanged");
    }

    @Test
    void namesTheOtherLayout() {
        assertThat(causes(moved((n, c, h, w) -> ((n * HEIGHT + h) * WIDTH + w) * CHANNELS + c)))
                .contains("the layout is NHWC under an NCHW shape");
    }

    @Test
    void namesReversedChannels() {
        assertThat(causes(moved((n, c, h, w) -> index(n, CHANNELS - 1 - c, h, w))))
                .contains("the channels are in reverse order");
    }

    @Test
    void namesExchangedRowsOfABatch() {
        assertThat(causes(moved((n, c, h, w) -> index((n + 1) % ROWS, c, h, w))))
                .contains("the rows of the batch are in the order [2, 0, 1]");
    }

    @Test
    void namesABatchThatIsOneRowThroughout() {
        float[] first = new float[reference.length];
        for (int i = 0; i < first.length; i++) {
            first[i] = reference[i % (first.length / ROWS)];
        }

        assertThat(causes(first)).contains("every row of the batch is row 0 of the reference");
    }

    @Test
    void namesAnotherRange() {
        float[] scaled = reference.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= 255;
        }

        assertThat(causes(scaled)).contains("it is 255.0 times the reference: look at the range");
    }

    @Test
    void namesAnOffset() {
        float[] moved = reference.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += 2;
        }

        assertThat(causes(moved)).contains("it is +2.000 beside the reference: look at the range");
    }

    @Test
    void namesTheBorderWhereThePaddingIsWrong() {
        float[] padded = reference.clone();
        for (int i = 0; i < padded.length; i++) {
            int w = i % WIDTH;
            int h = i / WIDTH % HEIGHT;
            if (w < 2 || h < 2 || w >= WIDTH - 2 || h >= HEIGHT - 2) {
                padded[i] = 0;
            }
        }

        assertThat(causes(padded))
                .contains("the error lies within 2 pixels of the border: look at the padding");
    }

    @Test
    void namesTheOnlyChannelThatIsWrong() {
        float[] wrong = reference.clone();
        int plane = HEIGHT * WIDTH;
        for (int i = 0; i < wrong.length; i++) {
            wrong[i] = i / plane % CHANNELS == 2 ? -wrong[i] : wrong[i];
        }

        assertThat(causes(wrong)).contains("only channels [2] of 4 are far off");
    }

    @Test
    void namesAConstantOutput() {
        assertThat(causes(new float[reference.length])).contains("every value is 0.0");
    }

    @Test
    void namesAnOverflowOfHalves() {
        float[] saturated = reference.clone();
        saturated[7] = 65504;
        saturated[11] = -65504;

        assertThat(causes(saturated))
                .contains("2 values are ±65504, the largest FP16 number: it overflows");
    }

    private static int index(int n, int c, int h, int w) {
        return ((n * CHANNELS + c) * HEIGHT + h) * WIDTH + w;
    }

    @FunctionalInterface
    private interface Place {
        int of(int n, int c, int h, int w);
    }

    private float[] moved(Place place) {
        float[] moved = new float[reference.length];
        for (int n = 0; n < ROWS; n++) {
            for (int c = 0; c < CHANNELS; c++) {
                for (int h = 0; h < HEIGHT; h++) {
                    for (int w = 0; w < WIDTH; w++) {
                        moved[place.of(n, c, h, w)] = reference[index(n, c, h, w)];
                    }
                }
            }
        }
        return moved;
    }

    private static float[] image() {
        Random random = new Random(20261121);
        float[] values = new float[ROWS * CHANNELS * HEIGHT * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }

    private List<String> causes(float[] actual) {
        try (Arena arena = Arena.ofConfined()) {
            return Causes.of(tensor(actual, arena), tensor(reference, arena));
        }
    }

    private static TensorData tensor(float[] values, Arena arena) {
        return new TensorData(
                new TensorSpec("y", ElementType.FLOAT32, Shape.of(ROWS, CHANNELS, HEIGHT, WIDTH)),
                arena.allocateFrom(ValueLayout.JAVA_FLOAT, values));
    }
}
