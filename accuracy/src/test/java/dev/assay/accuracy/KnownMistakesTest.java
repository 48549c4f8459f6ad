package dev.assay.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.accuracy.cause.Causes;
import dev.assay.core.AssayException;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.format.Sha256;
import dev.assay.core.run.AccuracyResult;
import dev.assay.core.stats.Distribution;
import dev.assay.core.stats.ErrorCalculator;
import dev.assay.core.stats.ErrorStatistics;
import dev.assay.core.stats.RelativeRule;
import dev.assay.core.stats.TensorPairs;
import dev.assay.core.suite.PixelRange;
import dev.assay.core.suite.TaskKind;
import dev.assay.core.suite.Tolerance;
import dev.assay.core.suite.ToleranceKey;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.ModelInputs;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mistakes of earlier efforts that nobody saw at the time, as data: see docs/known-mistakes.md.
class KnownMistakesTest {
    private static final int CHANNELS = 3;
    private static final int SIDE = 64;
    private static final Shape IMAGE = Shape.of(1, CHANNELS, SIDE, SIDE);
    private static final Tolerance TOLERANCE =
            new Tolerance(Map.of(ToleranceKey.REL_L2, 1e-3, ToleranceKey.P99_REL, 1e-1));

    private final Arena arena = Arena.ofShared();
    private final Random random = new Random(20261121);

    @TempDir Path folder;

    @AfterEach
    void tearDown() {
        arena.close();
    }

    /// MST++ with zeros for reflections: 0.61 along the border, 7.9e-6 inside the 128 pixels that
    /// its own scores crop.
    @Test
    void findsAWrongPaddingThatTheCentreDoesNotShow() {
        float[] right = noise(IMAGE, 1);
        float[] wrong = right.clone();
        for (int i = 0; i < wrong.length; i++) {
            int w = i % SIDE;
            int h = i / SIDE % SIDE;
            int depth = Math.min(Math.min(h, SIDE - 1 - h), Math.min(w, SIDE - 1 - w));
            wrong[i] += depth < 4 ? 0.6f : 7.9e-6f;
        }

        assertThat(judge("centre", wrong, right).passed()).isTrue();
        assertThat(judge("border", wrong, right).violations())
                .anyMatch(it -> it.startsWith("relL2"));
        assertThat(Causes.of(tensor(wrong, IMAGE), tensor(right, IMAGE)))
                .contains("the error lies within 4 pixels of the border: look at the padding");
    }

    /// Engine and reference agreed, because both were fed the same transposed images.
    @Test
    void refusesReferencesThatWereComputedFromTransposedInputs() throws IOException {
        Shape rows = Shape.of(2, CHANNELS, 8, 8);
        TensorData upright = new TensorData(spec("input", rows), segment(noise(rows, 1)));
        TensorData transposed = new TensorData(spec("input", rows), segment(transposed(upright)));
        ModelInputs inputs = inputs(upright);
        Path right = references("right", sha256(upright));
        Path wrong = references("wrong", sha256(transposed));

        assertThatCode(() -> InputAssertions.requireSource(right, inputs))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> InputAssertions.requireSource(wrong, inputs))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("wrong.safetensors was computed from another input 'input'")
                .hasMessageContaining("layout");
    }

    /// The outputs of an export whose shapes were constants of its trace.
    @Test
    void failsOneNaNBeforeAnyTolerance() {
        float[] right = noise(IMAGE, 1);
        float[] wrong = right.clone();
        wrong[17] = Float.NaN;

        assertThat(judge("full", wrong, right).violations().getFirst())
                .isEqualTo("1 of 12288 values are NaN or infinite on one side only");
    }

    /// ELAN was fed N(0, 1) where it takes 0..255: activations near -114, where FP16's numbers are
    /// 1/16 apart, and outputs near zero. The relative error looked like an overflow.
    @Test
    void doesNotTakeALargeRelativeErrorNearZeroForAnOverflow() {
        float[] right = noise(IMAGE, 30);
        right[5] = 1e-7f;
        float[] rounded = new float[right.length];
        for (int i = 0; i < right.length; i++) {
            float shifted = right[i] - 114.03f;
            rounded[i] = Float.float16ToFloat(Float.floatToFloat16(shifted)) + 114.03f;
        }
        TensorData engine = tensor(rounded, IMAGE);
        ErrorStatistics statistics =
                ErrorCalculator.calculate(TensorPairs.of(engine, tensor(right, IMAGE)));
        Distribution relative = statistics.relative(RelativeRule.SEED000).orElseThrow();

        assertThat(relative.max()).isGreaterThan(100);
        assertThat(relative.median()).isLessThan(2e-3);
        assertThat(statistics.nonFiniteMismatches()).isZero();
        assertThat(judge("full", rounded, right).violations())
                .noneMatch(it -> it.contains("overflow"));
        assertThat(statistics.relativeL2().orElseThrow()).isLessThan(1e-3);
    }

    @Test
    void refusesInputsOfAnotherRangeThanTheNetworksOwn() {
        Shape rows = Shape.of(1, CHANNELS, 8, 8);
        PixelRange bytes = new PixelRange(0, 255);
        float[] units = noise(rows, 1);
        float[] pixels = new float[units.length];
        float[] fractions = new float[units.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = i % 256;
            fractions[i] = i % 256 / 255f;
        }

        assertThatCode(() -> InputAssertions.requireRange(inputs(pixels, rows), bytes))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> InputAssertions.requireRange(inputs(units, rows), bytes))
                .hasMessageContaining("input 'input' reaches from -")
                .hasMessageContaining("[0.0, 255.0]");
        assertThatThrownBy(() -> InputAssertions.requireRange(inputs(fractions, rows), bytes))
                .hasMessageContaining("less than half");
    }

    /// A script set the 20 largest errors to zero, four times: its "maximum" was the 81st largest.
    @Test
    void keepsTheLargestErrors() {
        double[] errors = new double[1000];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = Math.exp(random.nextGaussian());
        }
        Distribution distribution = Distribution.of(errors);
        double[] sorted = errors.clone();
        Arrays.sort(sorted);
        double trimmedMean = Arrays.stream(sorted, 20, 980).sum() / errors.length;

        assertThat(distribution.max()).isEqualTo(sorted[999]).isGreaterThan(1.5 * sorted[919]);
        assertThat(Arrays.stream(errors).allMatch(it -> it <= distribution.max())).isTrue();
        assertThat(distribution.mean()).isGreaterThan(1.05 * trimmedMean);
    }

    private AccuracyResult judge(String view, float[] engine, float[] reference) {
        View chosen =
                View.of(TaskKind.IMAGE, IMAGE).stream()
                        .filter(it -> it.name().equals(view))
                        .findFirst()
                        .orElseThrow();
        return new OutputJudge(TOLERANCE)
                .judge(
                        "output",
                        view,
                        TensorPairs.of(
                                tensor(engine, IMAGE),
                                tensor(reference, IMAGE),
                                chosen.elements()));
    }

    private float[] noise(Shape shape, float deviation) {
        float[] values = new float[Math.toIntExact(shape.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }

    private static float[] transposed(TensorData images) {
        int side = (int) images.shape().dim(3);
        float[] values = new float[Math.toIntExact(images.elements())];
        for (int i = 0; i < values.length; i++) {
            int plane = i / (side * side);
            int h = i / side % side;
            int w = i % side;
            values[i] = (float) images.get((long) plane * side * side + w * side + h);
        }
        return values;
    }

    private static TensorSpec spec(String name, Shape shape) {
        return new TensorSpec(name, ElementType.FLOAT32, shape);
    }

    private MemorySegment segment(float[] values) {
        return arena.allocateFrom(ValueLayout.JAVA_FLOAT, values);
    }

    private TensorData tensor(float[] values, Shape shape) {
        return new TensorData(spec("output", shape), segment(values));
    }

    private ModelInputs inputs(float[] values, Shape shape) {
        return inputs(new TensorData(spec("input", shape), segment(values)));
    }

    private ModelInputs inputs(TensorData tensor) {
        Path file = folder.resolve("inputs.safetensors");
        SafetensorsFile.write(file, List.of(tensor));
        return ModelInputs.read(file, tensor.shape().row(), arena);
    }

    private static String sha256(TensorData tensor) {
        return Sha256.of(tensor.segment());
    }

    /// As `reference-data/tools/notes.py` lets PyTorch's outputs say what they were computed from.
    private Path references(String name, String inputSha256) throws IOException {
        byte[] header =
                ("{\"__metadata__\":{\"assay.input-sha256.input\":\"%s\"},"
                                + "\"output\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}")
                        .formatted(inputSha256)
                        .getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(16 + header.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length).put(header);
        return Files.write(folder.resolve(name + ".safetensors"), bytes.array());
    }
}
