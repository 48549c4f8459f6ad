package dev.assay.engines.tensorrt.network;

import dev.assay.engines.tensorrt.binding.NativeObjects;
import dev.assay.onnx.network.Weight;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorrt.global.nvinfer.DataType;
import org.bytedeco.tensorrt.nvinfer.Weights;

/// Values in native memory, for TensorRT to read when it builds: it copies none before.
final class NetworkWeights {
    private final Arena arena;
    private final List<Weights> kept = new ArrayList<>();

    /// @param arena outlives the build
    NetworkWeights(Arena arena) {
        this.arena = arena;
    }

    Weights of(Weight weight) {
        MemorySegment values = arena.allocate(4L * weight.values().remaining(), 64);
        values.asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer().put(weight.values());
        return of(DataType.kFLOAT, values, weight.shape().elements());
    }

    Weights ofFloat(float value) {
        return of(DataType.kFLOAT, arena.allocateFrom(ValueLayout.JAVA_FLOAT, value), 1);
    }

    Weights ofLongs(long... values) {
        return of(
                DataType.kINT64, arena.allocateFrom(ValueLayout.JAVA_LONG, values), values.length);
    }

    Weights none() {
        return kept(new Weights().type(DataType.kFLOAT).values(new Pointer()).count(0));
    }

    private Weights of(DataType type, MemorySegment values, long count) {
        return kept(new Weights().type(type).values(NativeObjects.pointer(values)).count(count));
    }

    private Weights kept(Weights weights) {
        kept.add(weights);
        return weights;
    }
}
