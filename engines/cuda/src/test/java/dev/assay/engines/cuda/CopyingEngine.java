package dev.assay.engines.cuda;

import static org.bytedeco.cuda.global.cudart.cudaMemcpyAsync;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyDeviceToDevice;
import static org.bytedeco.cuda.global.cudart.cudaStreamSynchronize;

import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.Pointer;

/// An "engine" whose output is its input.
///
/// @param waits whether it does what no CUDA graph allows
record CopyingEngine(boolean waits) implements Launch {
    private static final Shape SHAPE = Shape.of(1 << 18);
    static final TensorSpec INPUT = new TensorSpec("in", ElementType.FLOAT32, SHAPE);
    static final TensorSpec OUTPUT = new TensorSpec("out", ElementType.FLOAT32, SHAPE);

    @Override
    public Bound bind(Map<String, Pointer> deviceAddresses, CUstream_st stream) {
        Pointer in = Objects.requireNonNull(deviceAddresses.get("in"));
        Pointer out = Objects.requireNonNull(deviceAddresses.get("out"));
        return () -> {
            Cuda.check(
                    cudaMemcpyAsync(out, in, INPUT.byteSize(), cudaMemcpyDeviceToDevice, stream),
                    "copy");
            if (waits) {
                Cuda.check(cudaStreamSynchronize(stream), "wait");
            }
        };
    }

    /// Batch `i` holds `i + 1` everywhere.
    static List<Map<String, TensorData>> batches(int count, Arena arena) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(value -> Map.of("in", filled(value, arena)))
                .toList();
    }

    private static TensorData filled(float value, Arena arena) {
        TensorData tensor = TensorData.allocate(INPUT, arena);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.segment().setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
        }
        return tensor;
    }
}
