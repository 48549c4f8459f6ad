package dev.assay.engines.cuda;

import static org.bytedeco.cuda.global.cudart.cudaFreeHost;
import static org.bytedeco.cuda.global.cudart.cudaMallocHost;

import dev.assay.core.AssayException;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;

/// Page-locked host memory of some tensors, which the GPU copies without the host's help.
final class PinnedTensors {
    private static final byte POISON = (byte) 0xFF;

    private final Pointer[] addresses;
    private final List<TensorData> tensors;

    private PinnedTensors(Pointer[] addresses, List<TensorData> tensors) {
        this.addresses = addresses;
        this.tensors = List.copyOf(tensors);
    }

    /// Memory for outputs, filled with NaN.
    static PinnedTensors poisoned(List<TensorSpec> specs, NativeScope scope) {
        PinnedTensors pinned = allocate(specs, scope);
        pinned.poison();
        return pinned;
    }

    /// A copy of inputs.
    ///
    /// @throws AssayException if one is missing or is not as specified
    static PinnedTensors copyOf(
            List<TensorSpec> specs, Map<String, TensorData> inputs, NativeScope scope) {
        PinnedTensors pinned = allocate(specs, scope);
        for (TensorData tensor : pinned.tensors) {
            TensorData input = inputs.get(tensor.name());
            if (input == null || !input.spec().equals(tensor.spec())) {
                throw AssayException.data(
                        "The engine was opened for %s, but it is given %s"
                                .formatted(tensor.spec(), input == null ? "no such input" : input));
            }
            tensor.segment().copyFrom(input.segment());
        }
        return pinned;
    }

    private static PinnedTensors allocate(List<TensorSpec> specs, NativeScope scope) {
        // Whoever still holds a tensor after the memory is freed gets an exception, not a crash.
        Arena arena = Arena.ofShared();
        scope.onClose(arena::close);
        Pointer[] addresses = new Pointer[specs.size()];
        List<TensorData> tensors = new ArrayList<>();
        for (TensorSpec spec : specs) {
            long bytes = spec.byteSize();
            Pointer address = new Pointer();
            Cuda.check(
                    cudaMallocHost(address, Math.max(1, bytes)),
                    "allocate " + bytes + " bytes of page-locked memory for " + spec);
            addresses[tensors.size()] = address;
            tensors.add(new TensorData(spec, segment(address, bytes, arena)));
        }
        return new PinnedTensors(addresses, tensors);
    }

    @SuppressWarnings("restricted")
    private static MemorySegment segment(Pointer address, long bytes, Arena arena) {
        return MemorySegment.ofAddress(address.address())
                .reinterpret(bytes, arena, _ -> cudaFreeHost(address));
    }

    void poison() {
        tensors.forEach(tensor -> tensor.segment().fill(POISON));
    }

    Pointer address(int tensor) {
        return addresses[tensor];
    }

    List<TensorData> tensors() {
        return tensors;
    }
}
