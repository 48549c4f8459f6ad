package dev.assay.core.suite;

import dev.assay.core.suite.EngineDescriptor.Device;
import dev.assay.core.suite.EngineDescriptor.EngineOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

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

    /// The same provider through the C++ API.
    static final EngineDescriptor CUDA_IO_BINDING =
            ioBinding(
                    "onnxruntime-cuda-iobinding",
                    CUDA,
                    List.of(
                            EngineOption.THREADS,
                            OPTIMIZATION,
                            FALLBACK,
                            CONVOLUTIONS,
                            CHANNELS_LAST,
                            LoopOptions.GRAPH_ON_REQUEST));

    private static final EngineOption BUILDER_LEVEL =
            new EngineOption(
                    "trt_builder_optimization_level",
                    "[0-5]",
                    "how long TensorRT's builder searches; the default is 3");

    /// TensorRT's provider has no option against TF32: the engine keeps its process from it.
    static final EngineDescriptor TENSORRT =
            onGpu(
                    "onnxruntime-tensorrt",
                    Set.of(Precision.FP32, Precision.TF32, Precision.FP16),
                    true,
                    List.of(
                            EngineOption.THREADS,
                            OPTIMIZATION,
                            FALLBACK,
                            BUILDER_LEVEL,
                            TensorRtOptions.OPT_BATCH,
                            new EngineOption(
                                    "trt_cuda_graph_enable",
                                    EngineOption.FLAG,
                                    "replay the launch as a CUDA graph; the default is false")));

    /// The same provider through the C++ API; it finds the engines that the Java API had built.
    static final EngineDescriptor TENSORRT_IO_BINDING =
            ioBinding(
                    "onnxruntime-tensorrt-iobinding",
                    TENSORRT,
                    List.of(
                            EngineOption.THREADS,
                            OPTIMIZATION,
                            FALLBACK,
                            BUILDER_LEVEL,
                            TensorRtOptions.OPT_BATCH));

    private OnnxRuntimeOptions() {}

    /// An engine of the Java API through the C++ API, with a class path of its own: its bindings
    /// hold classes of the Java API, too.
    ///
    /// @param options beside those of the loop on a GPU
    private static EngineDescriptor ioBinding(
            String id, EngineDescriptor same, List<EngineOption> options) {
        return new EngineDescriptor(
                id,
                same.format(),
                same.precisions(),
                Set.of(Workload.Kind.values()),
                same.device(),
                List.of("onnxruntime-iobinding", TensorRtOptions.DESCRIPTOR.id()),
                same.libraries(),
                same.profiled(),
                same.typed(),
                Stream.concat(
                                options.stream(),
                                Stream.of(
                                        LoopOptions.SPIN_WAIT,
                                        LoopOptions.NO_TRANSFERS,
                                        LoopOptions.EXPORT_TIMES))
                        .toList());
    }

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
