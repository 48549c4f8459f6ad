package dev.assay.engines.onnxruntime.iobinding;

import static org.bytedeco.cuda.global.cudart.cudaStreamSynchronize;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.cuda.Cuda;
import dev.assay.engines.cuda.Launch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.onnxruntime.IoBinding;
import org.bytedeco.onnxruntime.RunOptions;
import org.bytedeco.onnxruntime.Value;

/// Runs a session on inputs and outputs of fixed shapes that stay where they are.
///
/// A session computes on the one stream that it was made with. `Run` ends without waiting for that
/// stream: else every query would end in a synchronisation that the loop's own events cannot see.
/// Only a model of which nodes run on the CPU is waited for, before and after, and bound anew for
/// each run: what such a node reads from an input is copied to the host by `BindInput` and not by
/// `Run`, beside the stream, and stays as it was then.
final class IoBindingLaunch implements Launch, AutoCloseable {
    private static final String NO_WAIT = "disable_synchronize_execution_providers";

    private final NativeSession session;
    private final Optional<CUstream_st> stream;
    private final TensorMemory memory;
    private final List<TensorSpec> inputs;
    private final List<TensorSpec> outputs;
    private final boolean waits;
    private final RunOptions options = new RunOptions();
    private final Deque<Pointer> owned = new ArrayDeque<>();

    private IoBindingLaunch(
            NativeSession session,
            Optional<CUstream_st> stream,
            TensorMemory memory,
            List<TensorSpec> inputs,
            List<TensorSpec> outputs,
            boolean waits) {
        this.session = session;
        this.stream = stream;
        this.memory = memory;
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
        this.waits = waits;
        options.AddConfigEntry(NO_WAIT, waits ? "0" : "1");
    }

    /// @param stream that the session computes on, empty on the CPU
    /// @param memory of the addresses that it will be bound to
    /// @param data on the host, of the shapes that it will be bound to
    /// @param waits for the stream before and after each run, and binds inputs anew for it
    /// @throws AssayException of kind `DATA` if the model does not take them
    static IoBindingLaunch open(
            NativeSession session,
            Optional<CUstream_st> stream,
            TensorMemory memory,
            Map<String, TensorData> data,
            boolean waits) {
        List<TensorSpec> outputs = OutputShapes.of(session, data);
        List<TensorSpec> inputs = data.values().stream().map(TensorData::spec).toList();
        return new IoBindingLaunch(session, stream, memory, inputs, outputs, waits);
    }

    /// What a session records of how it is run.
    static Map<String, String> facts(boolean waits) {
        return Map.of(NO_WAIT, waits ? "0" : "1", "user_compute_stream", "the loop's");
    }

    /// Whether a session is to wait, by its record.
    static boolean waits(Map<String, String> facts) {
        return "0".equals(facts.get(NO_WAIT));
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
    public Optional<CUstream_st> stream() {
        return stream;
    }

    @Override
    public Bound bind(Map<String, Pointer> addresses, CUstream_st own) {
        return bind(addresses);
    }

    Bound bind(Map<String, Pointer> addresses) {
        IoBinding binding = session.newBinding();
        owned.push(binding);
        Map<String, Value> given = new LinkedHashMap<>();
        inputs.forEach(it -> given.put(it.name(), value(it, addresses)));
        given.forEach(binding::BindInput);
        for (TensorSpec output : outputs) {
            binding.BindOutput(output.name(), value(output, addresses));
        }
        return () -> {
            if (waits) {
                stream.ifPresent(
                        it -> Cuda.check(cudaStreamSynchronize(it), "wait for the inputs"));
                given.forEach(binding::BindInput);
            }
            session.run(options, binding);
        };
    }

    private Value value(TensorSpec spec, Map<String, Pointer> addresses) {
        Pointer address = addresses.get(spec.name());
        if (address == null) {
            throw new AssayException(
                    ErrorKind.INTERNAL, "Tensor '" + spec.name() + "' was given no memory");
        }
        Value value = memory.at(address, spec);
        owned.push(value);
        return value;
    }

    @Override
    public void close() {
        owned.forEach(Pointer::close);
        owned.clear();
        options.close();
    }
}
