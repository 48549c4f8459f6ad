package dev.assay.core.suite;

import dev.assay.core.suite.EngineDescriptor.Device;
import dev.assay.core.suite.EngineDescriptor.EngineOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The engines that run in the user's own Python, and their settings.
///
/// Two ids rather than an option: a suite names each engine once, and eager and compiled modules
/// are what its users compare.
final class PythonOptions {
    private PythonOptions() {}

    static EngineDescriptor descriptor(String id) {
        return new EngineDescriptor(
                id,
                ModelFormat.PYTHON,
                EnumSet.of(Precision.FP32, Precision.TF32, Precision.FP16, Precision.BF16),
                Set.of(Workload.Kind.values()),
                Device.EITHER,
                List.of("pytorch-python"),
                // For the GPU's sensors; the user's Python gets the user's own path.
                List.of(TensorRtOptions.LIBRARIES),
                false,
                false,
                List.of(
                        new EngineOption(
                                "python",
                                ".+",
                                "interpreter that has PyTorch; the default is ASSAY_PYTHON, else"
                                        + " python3"),
                        new EngineOption(
                                "device",
                                "auto|cpu|cuda",
                                "where it runs; the default is auto: a GPU where PyTorch finds one"),
                        new EngineOption(
                                "cast",
                                "autocast|weights",
                                "how FP16 and BF16 come about: torch.autocast (the default), or"
                                        + " weights and inputs cast"),
                        EngineOption.THREADS,
                        new EngineOption(
                                "cudnnBenchmark",
                                EngineOption.FLAG,
                                "whether cuDNN searches the fastest convolutions; the default is"
                                        + " PyTorch's, false"),
                        new EngineOption(
                                "useCudaGraph",
                                EngineOption.FLAG,
                                "replay the launch as a CUDA graph; the default is false, as in"
                                        + " PyTorch"),
                        new EngineOption(
                                "oneShape",
                                EngineOption.FLAG,
                                "refuse inputs of other shapes than the first, as an engine built"
                                        + " for one shape does; torch.compile compiles anew for"
                                        + " each. The default is false"),
                        LoopOptions.SPIN_WAIT,
                        LoopOptions.NO_TRANSFERS,
                        LoopOptions.EXPORT_TIMES,
                        new EngineOption(
                                "answerTimeout",
                                "[1-9][0-9]{0,4}",
                                "seconds that one request to the worker may take, compilation"
                                        + " included; the default is 1800")));
    }
}
