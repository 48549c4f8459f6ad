package dev.assay.engines.pytorch;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.TensorData;
import dev.assay.engines.Query;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/// A query on the CPU. Inputs are wrapped in place; outputs are LibTorch's own and copied to
/// off-heap memory in every run, because a module decides itself where its results live.
final class PyTorchQuery implements Query {
    private final ModuleCall call;
    private final Arena arena = Arena.ofShared();
    private final List<Tensor> inputs;
    private final List<TensorData> outputs = new ArrayList<>();

    /// @param inputs in the order of the module's arguments
    PyTorchQuery(ModuleCall call, Collection<TensorData> inputs) {
        this.call = call;
        this.inputs =
                inputs.stream()
                        .map(it ->
                                ModuleCall.wrap(
                                        HostMemory.pointer(it.segment()), it.spec(), call.device()))
                        .toList();
    }

    @Override
    public void run() {
        try (PointerScope temporaries = new PointerScope()) {
            Map<String, Tensor> results = call.run(inputs);
            if (outputs.isEmpty()) {
                allocateLike(results);
            }
            for (TensorData output : outputs) {
                Tensor result = results.get(output.name());
                if (result == null || results.size() != outputs.size()) {
                    throw new AssayException(
                            ErrorKind.INFERENCE,
                            "The module returned other outputs than the first time: "
                                    + results.keySet());
                }
                copy(result, output);
            }
        }
    }

    /// TorchScript does not say beforehand what a module returns.
    private void allocateLike(Map<String, Tensor> results) {
        results.forEach((name, result) ->
                outputs.add(TensorData.allocate(ScalarTypes.spec(name, result), arena)));
    }

    @Override
    public List<TensorData> outputs() {
        return outputs;
    }

    @Override
    public void close() {
        inputs.forEach(Tensor::close);
        arena.close();
    }

    private static void copy(Tensor from, TensorData to) {
        if (from.numel() != to.elements()) {
            throw new AssayException(
                    ErrorKind.INFERENCE,
                    "Output '%s' changed its shape from %s to %s between two runs"
                            .formatted(
                                    to.name(),
                                    to.shape(),
                                    ScalarTypes.spec(to.name(), from).shape()));
        }
        long bytes = to.segment().byteSize();
        MemorySegment source = HostMemory.segment(from.data_ptr(), bytes);
        MemorySegment.copy(source, 0, to.segment(), 0, bytes);
    }
}
