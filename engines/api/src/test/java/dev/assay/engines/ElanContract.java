package dev.assay.engines;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A network with nearly everything that image networks are made of: computed reflective padding,
/// depthwise convolutions, windows that are rolled and cut by computed shapes, softmax, shuffled
/// pixels, a crop. Its files and PyTorch's outputs are by `reference-data/tools/tiny_elan.py` with
/// PyTorch 2.13.0.
///
/// The test of every engine: a subclass says which engine it is.
public abstract class ElanContract extends EngineContract {
    /// Of the stored outputs: every third row and column.
    private static final int STEP = 3;

    private static final int SCALE = 4;

    /// Ten times what PyTorch's FP32 differs from its FP64 by (4.9e-8), as in the suites.
    private static final double LARGEST_REL_L2 = 5e-7;

    /// @param extension of the model files that the engine loads: `onnx` or `pt`
    protected ElanContract(EngineProvider provider, String engine, String extension) {
        super(provider, engine, extension);
    }

    /// The first image [1, 3, 9, 11] is padded to 16x16, the two of the second [2, 3, 16, 17] to
    /// 16x32.
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    public void computesWhatPyTorchComputes(int index) throws IOException {
        try (Arena arena = Arena.ofShared()) {
            Map<String, TensorData> stored =
                    SafetensorsFile.read(resource("elan-tiny.safetensors"), arena);
            TensorData input = named("input", requireNonNull(stored.get("input." + index)));
            TensorData expected = requireNonNull(stored.get("output." + index));
            Shape shape = input.shape();
            try (Engine loaded = load("elan-tiny", shape.row(), input);
                    Session session = loaded.openSession();
                    Query query = session.bind(Map.of("input", input))) {
                query.run();

                TensorData output = query.outputs().getFirst();
                assertThat(output.shape())
                        .isEqualTo(
                                Shape.of(
                                        shape.dim(0),
                                        shape.dim(1),
                                        SCALE * shape.dim(2),
                                        SCALE * shape.dim(3)));
                assertThat(relL2(output, expected)).isLessThan(LARGEST_REL_L2);
            }
        }
    }

    private static TensorData named(String name, TensorData tensor) {
        TensorSpec spec = new TensorSpec(name, tensor.spec().elementType(), tensor.shape());
        return new TensorData(spec, tensor.segment());
    }

    /// ||output - expected|| / ||expected|| at the stored elements.
    private static double relL2(TensorData output, TensorData expected) {
        long height = expected.shape().dim(2);
        long width = expected.shape().dim(3);
        double difference = 0;
        double length = 0;
        for (long i = 0; i < expected.elements(); i++) {
            long row = i / width / height * output.shape().dim(2) + i / width % height * STEP;
            double actual = output.get(row * output.shape().dim(3) + i % width * STEP);
            difference += Math.pow(actual - expected.get(i), 2);
            length += Math.pow(expected.get(i), 2);
        }
        return Math.sqrt(difference / length);
    }
}
