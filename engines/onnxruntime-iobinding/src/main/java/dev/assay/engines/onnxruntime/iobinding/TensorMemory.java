package dev.assay.engines.onnxruntime.iobinding;

import dev.assay.core.tensor.TensorSpec;
import java.lang.foreign.MemorySegment;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.onnxruntime.MemoryInfo;
import org.bytedeco.onnxruntime.Value;
import org.bytedeco.onnxruntime.global.onnxruntime;

/// Where tensors lie that ONNX Runtime reads and writes in place.
enum TensorMemory {
    HOST("Cpu"),
    DEVICE("Cuda");

    private final String allocator;

    TensorMemory(String allocator) {
        this.allocator = allocator;
    }

    /// To be closed by the caller.
    MemoryInfo info() {
        return new MemoryInfo(
                allocator, onnxruntime.OrtDeviceAllocator, 0, onnxruntime.OrtMemTypeDefault);
    }

    /// A tensor in memory that somebody else owns, to be closed by the caller before that memory is
    /// freed.
    Value at(Pointer address, TensorSpec spec) {
        long[] extents = spec.shape().toArray();
        try (MemoryInfo info = info()) {
            return Value.CreateTensor(
                    info.asOrtMemoryInfo(),
                    address,
                    spec.byteSize(),
                    extents,
                    extents.length,
                    TensorTypes.toOnnx(spec.elementType()));
        }
    }

    /// The memory of a segment, which must outlive the pointer.
    static Pointer pointer(MemorySegment segment) {
        return new Address(segment.address());
    }

    private static final class Address extends Pointer {
        Address(long address) {
            super((Pointer) null);
            this.address = address;
        }
    }
}
