package dev.assay.core.suite;

import dev.assay.core.suite.EngineDescriptor.Device;
import dev.assay.core.suite.EngineDescriptor.EngineOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The settings of TensorRT engines, under trtexec's names where trtexec has them.
final class TensorRtOptions {
    /// Folder of TensorRT's libraries and of those of CUDA that every engine on a GPU loads.
    static final String LIBRARIES = "tensorrt";

    /// Folder of the classes that call it; others take CUDA's bindings from there.
    static final List<String> CLASSES = List.of("tensorrt-onnx");

    static final EngineOption OPT_BATCH =
            new EngineOption(
                    "optBatch",
                    "[1-9][0-9]{0,4}",
                    "batch that a plan over all batches is tuned for; the default is the largest."
                            + " Tuning for a smaller one builds faster");

    /// Option of engines that load plugins.
    static final String PLUGINS = "plugins";

    private static final String TACTIC_SOURCE =
            "[-+](CUBLAS|CUBLAS_LT|CUDNN|EDGE_MASK_CONVOLUTIONS|JIT_CONVOLUTIONS)";

    static final EngineDescriptor DESCRIPTOR =
            new EngineDescriptor(
                    "tensorrt-onnx",
                    ModelFormat.ONNX,
                    EnumSet.allOf(Precision.class),
                    Set.of(Workload.Kind.values()),
                    Device.GPU,
                    CLASSES,
                    List.of(LIBRARIES),
                    true,
                    false,
                    List.of(
                            new EngineOption(
                                    "profile",
                                    "per-model|per-shape",
                                    "one plan over all batches and shapes of a model (the default)"
                                            + " or one for each"),
                            OPT_BATCH,
                            new EngineOption(
                                    "typing",
                                    "weak|strong",
                                    "whether layers may run in another precision than the model"
                                            + " says; the default is weak"),
                            new EngineOption(
                                    "calibrator",
                                    "entropy|minmax",
                                    "how INT8 ranges are found for a model without Q/DQ nodes; the"
                                            + " default is entropy"),
                            new EngineOption(
                                    "useCudaGraph",
                                    EngineOption.FLAG,
                                    "replay the launch as a CUDA graph; the default is true"),
                            LoopOptions.SPIN_WAIT,
                            LoopOptions.NO_TRANSFERS,
                            new EngineOption(
                                    "builderOptimizationLevel",
                                    "[0-5]",
                                    "how long the builder searches; the default is TensorRT's, 3"),
                            new EngineOption(
                                    "memPoolSize",
                                    "(workspace|tacticSharedMem|tacticDRAM):[0-9]+(\\.[0-9]+)?[BKMG]?(,(workspace|tacticSharedMem|tacticDRAM):[0-9]+(\\.[0-9]+)?[BKMG]?)*",
                                    "memory that tactics may use, in MiB without a unit, e.g."
                                            + " workspace:4096"),
                            new EngineOption(
                                    "avgTiming",
                                    "[1-9][0-9]{0,2}",
                                    "timings that a tactic's time is averaged from; the"
                                            + " default is trtexec's, 8"),
                            new EngineOption(
                                    "maxAuxStreams", "[0-7]", "extra streams inside one inference"),
                            new EngineOption(
                                    "sparsity",
                                    "disable|enable",
                                    "whether structured sparsity may be used"),
                            new EngineOption(
                                    "tacticSources",
                                    TACTIC_SOURCE + "(," + TACTIC_SOURCE + ")*",
                                    "libraries that tactics may come from, e.g. -CUDNN,+CUBLAS"),
                            new EngineOption(
                                    "layerPrecisions",
                                    ".+:(fp32|fp16|bf16|int8)(,.+:(fp32|fp16|bf16|int8))*",
                                    "precision of single layers by name, * at an end matches any,"
                                            + " e.g. /conv_out/Conv:fp32"),
                            new EngineOption(
                                    "precisionConstraints",
                                    "none|obey|prefer",
                                    "how layerPrecisions binds; the default is obey where they are"
                                            + " given"),
                            new EngineOption(
                                    "missingLayers",
                                    "refuse|ignore",
                                    "what happens where layerPrecisions names a layer that the"
                                            + " network lacks; the default is refuse"),
                            new EngineOption(
                                    "versionCompatible",
                                    EngineOption.FLAG,
                                    "a plan that newer TensorRT versions load"),
                            new EngineOption(
                                    "hardwareCompatibilityLevel",
                                    "none|ampere\\+",
                                    "a plan that other GPUs load"),
                            new EngineOption(
                                    "directIO",
                                    EngineOption.FLAG,
                                    "no reformatting at inputs and outputs"),
                            new EngineOption(
                                    PLUGINS,
                                    ".+",
                                    "libraries of plugins, separated by commas; a suite names them"
                                            + " once under 'plugins'"),
                            LoopOptions.EXPORT_TIMES,
                            new EngineOption(
                                    "loadEngine",
                                    ".+",
                                    "a plan to run instead of building one; `assay quick"
                                            + " --loadEngine` must have named the very same before"),
                            new EngineOption(
                                    "markLayers",
                                    ".+",
                                    "layers whose results the engine gives out too, by their"
                                            + " tensors' names with * for any text; for"
                                            + " check-layers, never for timing"),
                            new EngineOption(
                                    "timingCache",
                                    EngineOption.FLAG,
                                    "whether tactic times of earlier builds are used again; the"
                                            + " default is true, except for independent builds")));

    /// Options without meaning where layers are added one by one in FP32.
    private static final Set<String> OF_THE_PARSER = Set.of("typing", "calibrator", "loadEngine");

    /// The network is not parsed but built from the weights in the file.
    static final EngineDescriptor API =
            new EngineDescriptor(
                    "tensorrt-api",
                    DESCRIPTOR.format(),
                    EnumSet.of(Precision.FP32, Precision.TF32, Precision.FP16, Precision.BF16),
                    DESCRIPTOR.workloads(),
                    DESCRIPTOR.device(),
                    DESCRIPTOR.classes(),
                    DESCRIPTOR.libraries(),
                    DESCRIPTOR.profiled(),
                    DESCRIPTOR.typed(),
                    DESCRIPTOR.options().stream()
                            .filter(it -> !OF_THE_PARSER.contains(it.name()))
                            .toList());

    private TensorRtOptions() {}
}
