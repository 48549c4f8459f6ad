package dev.assay.cli;

import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// A suite over the replay engine in a folder of its own, with stored outputs that tests can spoil.
final class ReplaySuite {
    static final int ROWS = 2;
    static final int CHANNELS = 3;
    static final int HEIGHT = 8;
    static final int WIDTH = 10;

    private final Path folder;

    ReplaySuite(Path folder) {
        this.folder = folder;
        write("inputs.safetensors", "input", index -> index / 1000.0);
        write("references.safetensors", "output", ReplaySuite::reference);
        AtomicFile.write(folder.resolve("model.onnx"), "only replayed");
    }

    static double reference(double index) {
        return 1 + Math.sin(index);
    }

    /// Stored outputs that are what an engine computes, `change(index)` of the reference's.
    Path outputs(String name, DoubleUnaryOperator change) {
        return write(name + ".safetensors", "output", change);
    }

    /// A suite with an engine entry for the replay engine.
    Path suite(String options, String batches) {
        return suite(2000, options, batches);
    }

    /// @param delayMicros of a query; so long that a fork has fewer than 24 samples, and it is not
    ///   judged whether it was steady, which depends on what else the machine does
    Path suite(int delayMicros, String options, String batches) {
        Path file = folder.resolve("suite.yml");
        AtomicFile.write(
                file,
                """
                schema: assay.suite/1
                name: replayed
                models:
                  - id: toy
                    onnx: model.onnx
                    inputs: inputs.safetensors
                    references: references.safetensors
                    shapes: [3x8x10]
                    task: { kind: image }
                engines:
                  - { id: replay, options: { delay-us: %s%s } }
                batches: %s
                tolerances:
                  FP32: { relL2: 1e-6 }
                """
                        .formatted(delayMicros, options, batches));
        return file;
    }

    private Path write(String name, String tensor, DoubleUnaryOperator value) {
        Path file = folder.resolve(name);
        float[] values = new float[ROWS * CHANNELS * HEIGHT * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) value.applyAsDouble(i);
        }
        try (Arena arena = Arena.ofConfined()) {
            TensorSpec spec =
                    new TensorSpec(
                            tensor, ElementType.FLOAT32, Shape.of(ROWS, CHANNELS, HEIGHT, WIDTH));
            SafetensorsFile.write(
                    file,
                    List.of(
                            new TensorData(
                                    spec, arena.allocateFrom(ValueLayout.JAVA_FLOAT, values))));
        }
        return file;
    }
}
