package dev.assay.engines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Reflective padding copies values, so every element is known exactly. Models by
/// `reference-data/tools/reflect_pad.py`.
///
/// The test of every engine: a subclass says which engine it is.
public abstract class ReflectPadContract extends EngineContract {
    private static final int CHANNELS = 2;

    /// @param extension of the model files that the engine loads: `onnx` or `pt`
    protected ReflectPadContract(EngineProvider provider, String engine, String extension) {
        super(provider, engine, extension);
    }

    /// The second image of `dynamic` has another height and width than the engine first saw.
    @ParameterizedTest
    @CsvSource({
        "static,1,5,6",
        "static,3,5,6",
        "dynamic,1,5,6",
        "dynamic,2,13,9",
        "dynamic,1,8,16"
    })
    public void copiesThePixelsBesideTheBorder(String kind, int rows, int height, int width)
            throws IOException {
        int before = kind.equals("static") ? 2 : 0;
        int paddedHeight = kind.equals("static") ? height + 4 : Math.ceilDiv(height, 8) * 8;
        int paddedWidth = kind.equals("static") ? width + 4 : Math.ceilDiv(width, 8) * 8;
        Shape row = Shape.of(CHANNELS, height, width);
        try (Arena arena = Arena.ofShared()) {
            TensorData input = input(row.withBatch(rows), arena);
            try (Engine loaded = load("reflect-pad-" + kind, row, input);
                    Session session = loaded.openSession();
                    Query query = session.bind(Map.of("x", input))) {
                query.run();

                TensorData output = query.outputs().getFirst();
                assertThat(output.shape())
                        .isEqualTo(Shape.of(rows, CHANNELS, paddedHeight, paddedWidth));
                for (long i = 0; i < output.elements(); i++) {
                    long plane = i / paddedWidth / paddedHeight;
                    long h = reflected(i / paddedWidth % paddedHeight - before, height);
                    long w = reflected(i % paddedWidth - before, width);
                    assertThat(output.get(i))
                            .isEqualTo(input.get((plane * height + h) * width + w));
                }
            }
        }
    }

    private static long reflected(long index, int extent) {
        long positive = Math.abs(index);
        return positive < extent ? positive : 2L * (extent - 1) - positive;
    }

    /// Every value is another, and exact in FP16.
    private static TensorData input(Shape shape, Arena arena) {
        float[] values = new float[Math.toIntExact(shape.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = i - 100;
        }
        return new TensorData(
                new TensorSpec("x", ElementType.FLOAT32, shape),
                arena.allocateFrom(ValueLayout.JAVA_FLOAT, values));
    }
}
