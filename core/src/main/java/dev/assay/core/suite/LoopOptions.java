package dev.assay.core.suite;

import dev.assay.core.suite.EngineDescriptor.EngineOption;

/// Settings of the timed loop on a GPU, under trtexec's names, alike for every engine that has it.
final class LoopOptions {
    /// Folder of what TensorRT does not need of CUDA and other libraries do.
    static final String CUDA_LIBRARIES = "cuda";

    /// Of engines whose users have no graph unless they ask for one.
    static final EngineOption GRAPH_ON_REQUEST =
            new EngineOption(
                    "useCudaGraph",
                    EngineOption.FLAG,
                    "replay the launch as a CUDA graph; the default is false, as in the library"
                            + " itself");

    static final EngineOption SPIN_WAIT =
            new EngineOption(
                    "useSpinWait",
                    EngineOption.FLAG,
                    "wait busily for the GPU instead of blocking; the default is true");

    static final EngineOption NO_TRANSFERS =
            new EngineOption(
                    "noDataTransfers",
                    EngineOption.FLAG,
                    "leave inputs and outputs on the device; the default is false");

    static final EngineOption EXPORT_TIMES =
            new EngineOption(
                    "exportTimes",
                    EngineOption.FLAG,
                    "write the times of every query in trtexec's format, beside the samples");

    private LoopOptions() {}
}
