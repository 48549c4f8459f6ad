package dev.assay.core.suite;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;

/// What is known of an engine without loading it.
///
/// @param id as in suites and case ids, e.g. `onnxruntime-cpu`
/// @param format the file of a model that the engine loads
/// @param precisions compute modes it has; a case that asks for another is skipped with a reason
/// @param workloads that it can be given; likewise
/// @param device where it computes
/// @param classes the folders below `lib/engines` that its processes load classes from
/// @param libraries the folders below `lib/native` that they load native libraries from, in order
/// @param profiled whether an engine is built for a range of shapes
/// @param typed whether it computes in the types of the model's file; others choose types
///   themselves
/// @param options keys that a suite may set, with their meaning
public record EngineDescriptor(
        String id,
        ModelFormat format,
        Set<Precision> precisions,
        Set<Workload.Kind> workloads,
        Device device,
        List<String> classes,
        List<String> libraries,
        boolean profiled,
        boolean typed,
        List<EngineOption> options) {
    public EngineDescriptor {
        requireNonNull(id, "id is null");
        requireNonNull(format, "format is null");
        precisions = Set.copyOf(precisions);
        workloads = Set.copyOf(workloads);
        classes = List.copyOf(classes);
        libraries = List.copyOf(libraries);
        options = List.copyOf(options);
    }

    /// An engine on the CPU: one query at a time, or as they fall due.
    static EngineDescriptor onCpu(
            String id, ModelFormat format, Set<Precision> precisions, List<EngineOption> options) {
        return new EngineDescriptor(
                id,
                format,
                precisions,
                Set.of(Workload.Kind.LATENCY, Workload.Kind.LOAD),
                Device.CPU,
                List.of(id),
                List.of(),
                false,
                format == ModelFormat.ONNX,
                options);
    }

    public boolean hasOption(String name) {
        return options.stream().anyMatch(option -> option.name().equals(name));
    }

    /// Whether its processes call TensorRT through Java bindings, those of one line.
    public boolean callsTensorRt() {
        return classes.equals(TensorRtOptions.CLASSES);
    }

    /// Whether its processes load TensorRT, as ONNX Runtime's provider does without any bindings.
    public boolean loadsTensorRt() {
        return callsTensorRt()
                || equals(OnnxRuntimeOptions.TENSORRT)
                || equals(OnnxRuntimeOptions.TENSORRT_IO_BINDING);
    }

    /// Where an engine computes.
    public enum Device {
        CPU,
        GPU,
        /// On a GPU where there is one that its library can use, else on the CPU.
        EITHER
    }

    /// An option of an engine.
    ///
    /// @param pattern regular expression of its legal values
    /// @param meaning for error messages and documentation
    public record EngineOption(String name, String pattern, String meaning) {
        static final EngineOption THREADS =
                new EngineOption(
                        "threads",
                        "[1-9][0-9]{0,3}",
                        "threads inside one operator; the default is every core");

        static final String FLAG = "true|false";
    }
}
