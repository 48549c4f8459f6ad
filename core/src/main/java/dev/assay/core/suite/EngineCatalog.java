package dev.assay.core.suite;

import dev.assay.core.AssayException;
import dev.assay.core.suite.EngineDescriptor.EngineOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The engines that a suite can name, in the order in which reports list them.
public record EngineCatalog(List<EngineDescriptor> engines) {
    public EngineCatalog {
        engines = List.copyOf(engines);
    }

    /// The engines of this version of Assay.
    public static EngineCatalog standard() {
        return new EngineCatalog(
                List.of(
                        LibTorchOptions.DESCRIPTOR,
                        OnnxRuntimeOptions.CPU,
                        OnnxRuntimeOptions.CUDA,
                        OnnxRuntimeOptions.CUDA_IO_BINDING,
                        OnnxRuntimeOptions.TENSORRT,
                        OnnxRuntimeOptions.TENSORRT_IO_BINDING,
                        TensorRtOptions.DESCRIPTOR,
                        TensorRtOptions.API,
                        PythonOptions.descriptor("pytorch-python"),
                        PythonOptions.descriptor("pytorch-compile"),
                        EngineDescriptor.onCpu(
                                "replay",
                                ModelFormat.STORED_OUTPUTS,
                                Set.of(Precision.values()),
                                List.of(
                                        new EngineOption(
                                                "delay-us",
                                                "[0-9]{1,7}",
                                                "busy time of one query in microseconds"),
                                        new EngineOption(
                                                "outputs",
                                                ".+",
                                                "safetensors file to play back instead of the"
                                                        + " references"),
                                        new EngineOption(
                                                "fault",
                                                "none|crash|hang|throw",
                                                "what goes wrong when a fork runs")))));
    }

    public Optional<EngineDescriptor> find(String id) {
        return engines.stream().filter(engine -> engine.id().equals(id)).findFirst();
    }

    /// @throws AssayException if there is no such engine
    public EngineDescriptor get(String id) {
        return find(id).orElseThrow(() ->
                AssayException.config("There is no engine '" + id + "'; there are " + ids()));
    }

    public List<String> ids() {
        return engines.stream().map(EngineDescriptor::id).toList();
    }
}
