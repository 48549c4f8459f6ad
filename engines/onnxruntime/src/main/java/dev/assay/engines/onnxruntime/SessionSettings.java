package dev.assay.engines.onnxruntime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;
import dev.assay.engines.EngineRequest;
import java.util.Map;
import java.util.TreeMap;

/// What Assay sets on an ONNX Runtime session: everything that moves a time is explicit.
///
/// @param threads inside one operator; operators run one after another
/// @param cuda keys of the CUDA provider, which also takes what TensorRT leaves; none for the CPU
/// @param tensorRt keys of the TensorRT provider, none for the others
record SessionSettings(
        int threads, String optimization, Map<String, String> cuda, Map<String, String> tensorRt) {
    private static final int DEVICE = 0;

    static SessionSettings of(EngineRequest request) {
        return new SessionSettings(
                request.intOption("threads", Runtime.getRuntime().availableProcessors()),
                request.options().getOrDefault("graph-optimization", "all"),
                Map.of(),
                Map.of());
    }

    SessionSettings onCuda(Map<String, String> keys) {
        return new SessionSettings(threads, optimization, keys, tensorRt);
    }

    SessionSettings onTensorRt(Map<String, String> keys) {
        return new SessionSettings(threads, optimization, cuda, keys);
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
        // In order of preference: what the first cannot place goes to the next, and to the CPU.
        if (!tensorRt.isEmpty()) {
            try (OrtTensorRTProviderOptions provider = new OrtTensorRTProviderOptions(DEVICE)) {
                for (Map.Entry<String, String> key : tensorRt.entrySet()) {
                    provider.add(key.getKey(), key.getValue());
                }
                options.addTensorrt(provider);
            }
        }
        if (!cuda.isEmpty()) {
            try (OrtCUDAProviderOptions provider = new OrtCUDAProviderOptions(DEVICE)) {
                for (Map.Entry<String, String> key : cuda.entrySet()) {
                    provider.add(key.getKey(), key.getValue());
                }
                options.addCUDA(provider);
            }
        }
        return options;
    }

    Map<String, String> describe() {
        Map<String, String> all = new TreeMap<>(cuda);
        all.putAll(tensorRt);
        all.put("threads", Integer.toString(threads));
        all.put("interOpThreads", "1");
        all.put("executionMode", "sequential");
        all.put("graphOptimization", optimization);
        all.put("memoryPattern", "true");
        all.put("cpuArena", "true");
        all.put("spinning", "true");
        return all;
    }
}
