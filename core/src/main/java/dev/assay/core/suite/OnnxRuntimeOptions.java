package dev.assay.core.suite;

import dev.assay.core.suite.EngineDescriptor.Device;
import dev.assay.core.suite.EngineDescriptor.EngineOption;
import java.util.List;
import java.util.Set;

/// ONNX Runtime with each of its execution providers.
///
/// The Java API copies inputs and outputs in every run, so its engines are timed from the host,
/// like the CPU. The C++ API leaves them on the GPU, and is timed there. Engines on a GPU load the
/// classes of TensorRT's folder too: CUDA's bindings are there.
final class OnnxRuntimeOptions {
    private static final EngineOption OPTIMIZATION =
            new EngineOption(
                    "graph-optimization",
                    "none|basic|extended|all",
                    "ONNX Runtime's graph optimisation level");

    private static final EngineOption CONVOLUTIONS =
            new EngineOption(
                    "cudnn_conv_algo_search",
                    "EXHAUSTIVE|HEURISTIC|DEFAULT",
                    "how cuDNN's convolutions are chosen; the default is ONNX Runtime's,"
                            + " EXHAUSTIVE");

    private static final EngineOption CHANNELS_LAST =
            new EngineOption(
                    "prefer_nhwc",
                    EngineOption.FLAG,
                    "convolutions with channels last; the default is false");

    private static final EngineOption FALLBACK =
            new EngineOption(
                    "allow-fallback",
                    EngineOption.FLAG,
                    "whether computing nodes may run on another provider than the engine's; the"
                            + " default is false, and such rows are INVALID");

    static final EngineDescriptor CPU =
            EngineDescriptor.onCpu(
                    "onnxruntime-cpu",
                    ModelFormat.ONNX,
                    Set.of(Precision.FP32, Precision.INT8),
                    List.of(EngineOption.THREADS, OPTIMIZATION));

    /// The FP16 of a model is a file of that type, which Assay derives.
    static final EngineDescriptor CUDA =
            onGpu(
                    "onnxruntime-cuda",
                    Set.of(Precision.FP32, Precision.TF32, Precision.FP16),
                    false,
                    List.of(
                            EngineOption.THREADS,
                            OPTIMIZATION,
                            FALLBACK,
                            CONVOLUTIONS,
                            CHANNELS_LAST));

    /// The same provider through the C++ API, with a class path of its own: its bindings hold
    /// classes of the Java API, too.
    static final EngineDescriptor CUDA_IO_BINDING =
            new EngineDescriptor(
                    "onnxruntime-cuda-iobinding",
                    ModelFormat.ONNX,
                    CUDA.precisions(),
                    Set.of(Workload.Kind.values()),
                    Device.GPU,
                    List.of("onnxruntime-iobinding", TensorRtOptions.DESCRIPTOR.id()),
                    CUDA.libraries(),
                    false,
                    true,
                    List.of(
                            EngineOption.THREADS,
                            OPTIMIZATION,
                            FALLBACK,
                            CONVOLUTIONS,
                            CHANNELS_LAST,
                            LoopOptions.GRAPH_ON_REQUEST,
                            LoopOptions.SPIN_WAIT,
                            LoopOptions.NO_TRANSFERS,
                            LoopOptions.EXPORT_TIMES));

    /// TensorRT's provider cannot be told to leave TF32 alone, so it has no FP32.
    static final EngineDescriptor TENSORRT =
            onGpu(
                    "onnxruntime-tensorrt",
                    Set.of(Precision.TF32, Precision.FP16),
                    true,
                    List.of(
                            EngineOption.THREADS,
                            OPTIMIZATION,
                            FALLBACK,
                            new EngineOption(
                                    "trt_builder_optimization_level",
                                    "[0-5]",
                                    "how long TensorRT's builder searches; the default is 3"),
                            new EngineOption(
                                    "trt_cuda_graph_enable",
                                    EngineOption.FLAG,
                                    "replay the launch as a CUDA graph; the default is false")));

    private OnnxRuntimeOptions() {}

    /// @param chooses whether the provider chooses types itself
    private static EngineDescriptor onGpu(
            String id, Set<Precision> precisions, boolean chooses, List<EngineOption> options) {
        return new EngineDescriptor(
                id,
                ModelFormat.ONNX,
                precisions,
                Set.of(Workload.Kind.LATENCY, Workload.Kind.LOAD),
                Device.GPU,
                List.of(CPU.id(), TensorRtOptions.DESCRIPTOR.id()),
                List.of("onnxruntime", LoopOptions.CUDA_LIBRARIES, TensorRtOptions.LIBRARIES),
                chooses,
                !chooses,
                options);
    }
}
