package dev.assay.engines.cuda;

import dev.assay.core.AssayException;
import dev.assay.core.tensor.TensorSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;

/// An engine with the device memory of its inputs and outputs, and what launches it there.
final class DeviceBinding {
    static final String CAPTURED = "captured";

    final DeviceTensors inputs;
    final DeviceTensors outputs;
    final Launch.Bound launch;

    /// Whether the launch is a CUDA graph, or why not.
    final String graph;

    private DeviceBinding(
            DeviceTensors inputs, DeviceTensors outputs, Launch.Bound launch, String graph) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.launch = launch;
        this.graph = graph;
    }

    /// Launched call by call. Its outputs are NaN until the engine has written them.
    static DeviceBinding of(
            List<TensorSpec> inputs,
            List<TensorSpec> outputs,
            Launch engine,
            Stream stream,
            NativeScope scope) {
        DeviceTensors deviceInputs = new DeviceTensors(inputs, scope);
        DeviceTensors deviceOutputs = new DeviceTensors(outputs, scope);
        deviceOutputs.poison();
        Map<String, Pointer> addresses = new HashMap<>(deviceInputs.addresses());
        addresses.putAll(deviceOutputs.addresses());
        Launch.Bound launch = engine.bind(Map.copyOf(addresses), stream.handle());
        return new DeviceBinding(deviceInputs, deviceOutputs, launch, "off");
    }

    /// The same, launched as a CUDA graph where it can be recorded as one. The engine runs once on
    /// the inputs that are there.
    DeviceBinding captured(Stream stream, NativeScope scope) {
        launch.run();
        stream.synchronize("run the query before the CUDA graph is recorded");
        try {
            return captured(new CapturedGraph(launch, stream, scope), CAPTURED);
        } catch (AssayException e) {
            return captured(launch, "not captured: " + e.getMessage());
        }
    }

    private DeviceBinding captured(Launch.Bound chosen, String outcome) {
        outputs.poison();
        return new DeviceBinding(inputs, outputs, chosen, outcome);
    }
}
