package dev.assay.engines.tensorrt;

import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.suite.OptimizationProfile;
import dev.assay.core.suite.Precision;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.EngineRequest;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A convolution `[n, 1, 8, 8]` to `[n, 4, 8, 8]`, 3x3 with padding 1, made by
/// `reference-data/tools/tiny.py`, and what it computes, worked out here.
final class TinyModel {
    static final Shape ROW = Shape.of(1, 8, 8);
    static final int MOST_ROWS = 4;
    private static final int SIDE = 8;
    private static final int CHANNELS = 4;

    private final Path folder;

    TinyModel(Path folder) {
        this.folder = folder;
    }

    /// A resource as a file.
    Path file(String resource) throws IOException {
        Path file = folder.resolve(resource);
        try (InputStream in =
                Objects.requireNonNull(TinyModel.class.getResourceAsStream("/" + resource))) {
            Files.write(file, in.readAllBytes());
        }
        return file;
    }

    EngineRequest request(Path model, Precision precision, Map<String, String> options)
            throws IOException {
        Path inputs = folder.resolve("inputs.safetensors");
        try (Arena arena = Arena.ofConfined()) {
            SafetensorsFile.write(inputs, List.of(input(MOST_ROWS, arena)));
        }
        return new EngineRequest(
                "tensorrt-onnx",
                model,
                precision,
                inputs,
                Optional.empty(),
                Optional.of(new OptimizationProfile(1, 2, MOST_ROWS, ROW, ROW, ROW)),
                0,
                1,
                options);
    }

    /// Small whole numbers: every product and sum is exact even in FP16.
    static TensorData input(int rows, Arena arena) {
        TensorSpec spec = new TensorSpec("x", ElementType.FLOAT32, ROW.withBatch(rows));
        float[] values = new float[Math.toIntExact(spec.shape().elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i * 7) % 11 - 5;
        }
        return new TensorData(spec, arena.allocateFrom(ValueLayout.JAVA_FLOAT, values));
    }

    static float[] expected(int rows) {
        float[] x = new float[rows * SIDE * SIDE];
        for (int i = 0; i < x.length; i++) {
            x[i] = (i * 7) % 11 - 5;
        }
        float[] y = new float[rows * CHANNELS * SIDE * SIDE];
        for (int i = 0; i < y.length; i++) {
            int column = i % SIDE;
            int line = i / SIDE % SIDE;
            int channel = i / (SIDE * SIDE) % CHANNELS;
            int row = i / (SIDE * SIDE * CHANNELS);
            float sum = channel;
            for (int k = 0; k < 9; k++) {
                int from = line + k / 3 - 1;
                int at = column + k % 3 - 1;
                if (from >= 0 && from < SIDE && at >= 0 && at < SIDE) {
                    sum += x[(row * SIDE + from) * SIDE + at] * (channel * 9 + k - 18) / 8;
                }
            }
            y[i] = sum;
        }
        return y;
    }
}
