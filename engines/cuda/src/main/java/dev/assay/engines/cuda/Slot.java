package dev.assay.engines.cuda;

import dev.assay.core.AssayException;
import dev.assay.core.tensor.TensorSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;

/// Memory, events and launch of one query in flight.
///
/// No two queries in flight share anything, so that each one's outputs are its own.
final class Slot {
    static final String CAPTURED = "captured";

    final DeviceTensors inputs;
    final DeviceTensors outputs;
    final PinnedTensors hostOutputs;
    final Event inputStart;
    final Event inputEnd;
    final Event computeStart;
    final Event computeEnd;
    final Event outputStart;
    final Event outputEnd;
    final Launch.Bound launch;

    /// Whether the launch is a graph, or why not.
    final String graph;

    long hostStart;
    long enqueueStart;
    long enqueueEnd;
    int batch;

    /// @param first inputs that an engine may run on while it is recorded
    Slot(
            int index,
            List<TensorSpec> inputSpecs,
            List<TensorSpec> outputSpecs,
            PinnedTensors first,
            Launch engine,
            Stream stream,
            boolean capture,
            boolean spin,
            NativeScope scope) {
        inputs = new DeviceTensors(inputSpecs, scope);
        outputs = new DeviceTensors(outputSpecs, scope);
        hostOutputs = PinnedTensors.poisoned(outputSpecs, scope);
        inputStart = new Event(spin, scope);
        inputEnd = new Event(spin, scope);
        computeStart = new Event(spin, scope);
        computeEnd = new Event(spin, scope);
        outputStart = new Event(spin, scope);
        outputEnd = new Event(spin, scope);
        Map<String, Pointer> addresses = new HashMap<>(inputs.addresses());
        addresses.putAll(outputs.addresses());
        inputs.copyFrom(first, stream.handle());
        stream.synchronize("copy the first inputs");
        Launch.Bound action = engine.bind(Map.copyOf(addresses), stream.handle(), index);
        Launch.Bound chosen = action;
        String outcome = "off";
        if (capture) {
            action.prepare();
            action.run();
            stream.synchronize("run the query before the CUDA graph is recorded");
            try {
                chosen = new CapturedGraph(action, stream, scope);
                outcome = CAPTURED;
            } catch (AssayException e) {
                outcome = "not captured: " + e.getMessage();
            }
        }
        outputs.poison();
        launch = chosen;
        graph = outcome;
    }
}
