package dev.assay.engines.onnxruntime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.assay.engines.EngineRequest;
import java.util.Map;

/// What Assay sets on an ONNX Runtime session: everything that moves a time is explicit.
///
/// @param threads inside one operator; operators run one after another
record SessionSettings(int threads, String optimization) {
    static SessionSettings of(EngineRequest request) {
        return new SessionSettings(
                request.intOption("threads", Runtime.getRuntime().availableProcessors()),
                request.options().getOrDefault("graph-optimization", "all"));
    }

    SessionOptions toOptions() throws OrtException {
        SessionOptions options = new SessionOptions();
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        options.setExecutionMode(ExecutionMode.SEQUENTIAL);
        // ONNX Runtime's own defaults, set so that a record of them is true whatever they become.
        options.setMemoryPatternOptimization(true);
        options.setCPUArenaAllocator(true);
        options.addConfigEntry("session.intra_op.allow_spinning", "1");
        options.setOptimizationLevel(
                switch (optimization) {
                    case "none" -> OptLevel.NO_OPT;
                    case "basic" -> OptLevel.BASIC_OPT;
                    case "extended" -> OptLevel.EXTENDED_OPT;
                    default -> OptLevel.ALL_OPT;
                });
        return options;
    }

    Map<String, String> describe() {
        return Map.of(
                "threads",
                Integer.toString(threads),
                "interOpThreads",
                "1",
                "executionMode",
                "sequential",
                "graphOptimization",
                optimization,
                "memoryPattern",
                "true",
                "cpuArena",
                "true",
                "spinning",
                "true");
    }
}
