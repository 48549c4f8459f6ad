package dev.assay.engines.cuda;

import static org.bytedeco.cuda.global.cudart.cudaDeviceSynchronize;

import dev.assay.core.AssayException;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.Query;
import java.util.List;
import java.util.Map;

/// A query that copies its inputs to the device, runs and copies its outputs back before it
/// returns.
public final class DeviceQuery implements Query {
    private final NativeScope scope = new NativeScope();
    private final Stream stream;
    private final PinnedTensors hostInputs;
    private final DeviceBinding bound;
    private final PinnedTensors hostOutputs;
    private boolean ran;

    /// @param inputs of the engine, with concrete shapes
    /// @param outputs of the engine, with concrete shapes
    /// @param data of the inputs; copied to page-locked memory once
    /// @throws AssayException of kind `ENVIRONMENT` if there is no GPU, `DATA` if the data does not
    ///   fit the inputs
    public DeviceQuery(
            List<TensorSpec> inputs,
            List<TensorSpec> outputs,
            Map<String, TensorData> data,
            Launch engine) {
        CudaDevice.open();
        try {
            stream = Stream.of(engine, scope);
            hostInputs = PinnedTensors.copyOf(inputs, data, scope);
            hostOutputs = PinnedTensors.poisoned(outputs, scope);
            bound = DeviceBinding.of(inputs, outputs, engine, stream, scope);
            Cuda.check(cudaDeviceSynchronize(), "get ready for the first query");
        } catch (RuntimeException e) {
            scope.close();
            throw e;
        }
    }

    @Override
    public void run() {
        bound.inputs.copyFrom(hostInputs, stream.handle());
        bound.launch.run();
        bound.outputs.copyTo(hostOutputs, bound.launch, stream.handle());
        stream.synchronize("run a query");
        ran = true;
    }

    @Override
    public List<TensorData> outputs() {
        return ran ? hostOutputs.tensors() : List.of();
    }

    @Override
    public void close() {
        cudaDeviceSynchronize();
        scope.close();
    }
}
