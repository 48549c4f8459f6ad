package dev.assay.benchmarks.boundaries;

import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.TensorData;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Tensors as Java's arrays hold them, beside the off-heap memory that an engine reads and writes.
final class HeapArrays {
    private final List<MemorySegment> arrays = new ArrayList<>();
    private final List<MemorySegment> offHeap = new ArrayList<>();

    /// Arrays of the tensors' sizes, with their contents.
    HeapArrays(Collection<TensorData> tensors) {
        for (TensorData tensor : tensors) {
            MemorySegment array =
                    tensor.spec().elementType() == ElementType.FLOAT32
                            ? MemorySegment.ofArray(new float[Math.toIntExact(tensor.elements())])
                            : MemorySegment.ofArray(
                                    new byte[Math.toIntExact(tensor.segment().byteSize())]);
            arrays.add(array.copyFrom(tensor.segment()));
            offHeap.add(tensor.segment());
        }
    }

    void toOffHeap() {
        for (int i = 0; i < arrays.size(); i++) {
            offHeap.get(i).copyFrom(arrays.get(i));
        }
    }

    /// @param tensors of the same sizes as those it was made for
    void fromOffHeap(List<TensorData> tensors) {
        for (int i = 0; i < arrays.size(); i++) {
            arrays.get(i).copyFrom(tensors.get(i).segment());
        }
    }
}
