package dev.assay.core.suite;

import dev.assay.core.suite.EngineDescriptor.Device;
import dev.assay.core.suite.EngineDescriptor.EngineOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// LibTorch with TorchScript modules, and its settings.
final class LibTorchOptions {
    static final EngineDescriptor DESCRIPTOR =
            new EngineDescriptor(
                    "pytorch",
                    ModelFormat.TORCHSCRIPT,
                    EnumSet.of(Precision.FP32, Precision.TF32, Precision.FP16, Precision.BF16),
                    Set.of(Workload.Kind.values()),
                    Device.EITHER,
                    List.of("pytorch"),
                    List.of("pytorch", LoopOptions.CUDA_LIBRARIES, TensorRtOptions.LIBRARIES),
                    false,
                    false,
                    List.of(
                            new EngineOption(
                                    "device",
                                    "auto|cpu|cuda",
                                    "where it runs; the default is auto: a GPU where LibTorch finds"
                                            + " one"),
                            EngineOption.THREADS,
                            new EngineOption(
                                    "blas-threads",
                                    "[1-9][0-9]{0,3}",
                                    "threads of OpenBLAS inside LibTorch; the default is 1"),
                            new EngineOption(
                                    "cudnnBenchmark",
                                    EngineOption.FLAG,
                                    "whether cuDNN searches the fastest convolutions; the default is"
                                            + " PyTorch's, false"),
                            LoopOptions.SPIN_WAIT,
                            LoopOptions.NO_TRANSFERS,
                            LoopOptions.EXPORT_TIMES));

    private LibTorchOptions() {}
}
