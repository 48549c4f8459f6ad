package dev.assay.engines.onnxruntime.iobinding;

import dev.assay.core.tensor.TensorSpec;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Device memory that queries of an engine take.
final class MemoryUse {
    private final AtomicLong arena = new AtomicLong();
    private final AtomicLong buffers = new AtomicLong();

    /// Activations and scratch, which ONNX Runtime keeps from one run to the next.
    void arenaGrew(long bytes) {
        arena.addAndGet(Math.max(0, bytes));
    }

    /// Counts inputs and outputs as taken.
    ///
    /// @return counts them as given back
    Runnable take(List<TensorSpec> inputs, List<TensorSpec> outputs) {
        long bytes = bytes(inputs) + bytes(outputs);
        buffers.addAndGet(bytes);
        return () -> buffers.addAndGet(-bytes);
    }

    long arenaBytes() {
        return arena.get();
    }

    long bufferBytes() {
        return buffers.get();
    }

    private static long bytes(List<TensorSpec> specs) {
        return specs.stream().mapToLong(TensorSpec::byteSize).sum();
    }
}
