package dev.assay.engines.pytorch;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.cuda.Launch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.cuda.CUDAStream;
import org.bytedeco.pytorch.global.torch_cuda;

/// Calls of a module on the stream of a loop, with inputs in the loop's memory. Outputs stay where
/// LibTorch's caching allocator put them and are copied to the host from there.
final class ModuleLaunch implements Launch, AutoCloseable {
    /// TorchScript's executor watches the first run of a shape and compiles in the second; so do
    /// cuDNN and the allocator get ready.
    private static final int WARM_UP = 3;

    private static final byte FIRST_GPU = 0;

    private final ModuleCall call;
    private final List<TensorSpec> inputs;
    private final List<TensorSpec> outputs;
    private final KeptResults results;
    private final List<Pointer> owned = new ArrayList<>();

    private ModuleLaunch(
            ModuleCall call, List<TensorSpec> inputs, List<TensorSpec> outputs, int inFlight) {
        this.call = call;
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
        results = new KeptResults(inFlight);
    }

    /// Runs the module until it is ready for these shapes.
    ///
    /// @param data in the order of the module's arguments, on the host
    /// @param inFlight queries at a time
    static ModuleLaunch open(ModuleCall call, Collection<TensorData> data, int inFlight) {
        if (call.onCuda()) {
            // The last loop's stream is gone.
            torch_cuda.setCurrentCUDAStream(torch_cuda.getDefaultCUDAStream(FIRST_GPU));
        }
        List<TensorSpec> outputs = warmUp(call, data);
        if (call.onCuda()) {
            torch_cuda.device_synchronize();
            // What it keeps for the default stream is of no use to the loop's.
            torch_cuda.getAllocator().emptyCache();
        }
        return new ModuleLaunch(
                call, data.stream().map(TensorData::spec).toList(), outputs, inFlight);
    }

    private static List<TensorSpec> warmUp(ModuleCall call, Collection<TensorData> data) {
        List<TensorSpec> outputs = new ArrayList<>();
        try (PointerScope temporaries = new PointerScope()) {
            Device host = new Device("cpu");
            List<Tensor> inputs = new ArrayList<>();
            for (TensorData input : data) {
                try (Tensor wrapped =
                        ModuleCall.wrap(HostMemory.pointer(input.segment()), input.spec(), host)) {
                    inputs.add(wrapped.to(call.device(), ScalarTypes.of(input.spec())));
                }
            }
            for (int i = 0; i < WARM_UP; i++) {
                outputs.clear();
                try (PointerScope run = new PointerScope()) {
                    call.run(inputs)
                            .forEach((name, tensor) -> outputs.add(ScalarTypes.spec(name, tensor)));
                }
            }
        }
        return outputs;
    }

    /// Inputs with concrete shapes.
    List<TensorSpec> inputs() {
        return inputs;
    }

    /// Outputs with concrete shapes.
    List<TensorSpec> outputs() {
        return outputs;
    }

    @Override
    public Bound bind(Map<String, Pointer> deviceAddresses, CUstream_st stream) {
        CUDAStream current = torch_cuda.getStreamFromExternal(stream, FIRST_GPU);
        owned.add(current);
        return bind(deviceAddresses, () -> torch_cuda.setCurrentCUDAStream(current));
    }

    /// @param select makes the loop's stream the thread's current one
    Bound bind(Map<String, Pointer> addresses, Runnable select) {
        List<Tensor> arguments = new ArrayList<>();
        for (TensorSpec input : inputs) {
            Pointer address = addresses.get(input.name());
            if (address == null) {
                throw new AssayException(
                        ErrorKind.INTERNAL, "Input '" + input.name() + "' was given no memory");
            }
            Tensor argument = ModuleCall.wrap(address, input, call.device());
            owned.add(argument);
            arguments.add(argument);
        }
        return new Bound() {
            @Override
            public void run() {
                select.run();
                try (PointerScope temporaries = new PointerScope()) {
                    results.keep(inOrder(call.run(arguments)));
                }
            }

            @Override
            public Pointer[] outputs(Pointer[] bound) {
                return results.addresses();
            }
        };
    }

    /// The loop's buffers for the host are of the shapes of the first runs.
    private List<Tensor> inOrder(Map<String, Tensor> answer) {
        List<Tensor> ordered = new ArrayList<>();
        for (TensorSpec output : outputs) {
            Tensor tensor = answer.get(output.name());
            if (tensor == null
                    || answer.size() != outputs.size()
                    || tensor.numel() != output.shape().elements()) {
                throw new AssayException(
                        ErrorKind.INFERENCE,
                        "The module returned other outputs than the first time: "
                                + answer.keySet());
            }
            ordered.add(tensor);
        }
        return ordered;
    }

    @Override
    public void close() {
        results.close();
        owned.forEach(Pointer::close);
        owned.clear();
    }
}
