package dev.assay.engines.onnxruntime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;
import dev.assay.engines.onnxruntime.base.SessionSettings;
import java.util.Map;

/// A session's settings in the Java API's terms.
final class JavaOptions {
    private static final int DEVICE = 0;

    private JavaOptions() {}

    static SessionOptions of(SessionSettings settings) throws OrtException {
        SessionOptions options = new SessionOptions();
        options.setIntraOpNumThreads(settings.threads());
        options.setInterOpNumThreads(1);
        options.setExecutionMode(ExecutionMode.SEQUENTIAL);
        options.setMemoryPatternOptimization(true);
        options.setCPUArenaAllocator(true);
        options.addConfigEntry(
                SessionSettings.SPINNING.getKey(), SessionSettings.SPINNING.getValue());
        options.setOptimizationLevel(
                switch (settings.optimization()) {
                    case "none" -> OptLevel.NO_OPT;
                    case "basic" -> OptLevel.BASIC_OPT;
                    case "extended" -> OptLevel.EXTENDED_OPT;
                    default -> OptLevel.ALL_OPT;
                });
        // In order of preference: what the first cannot place goes to the next, and to the CPU.
        if (!settings.tensorRt().isEmpty()) {
            try (OrtTensorRTProviderOptions provider = new OrtTensorRTProviderOptions(DEVICE)) {
                for (Map.Entry<String, String> key : settings.tensorRt().entrySet()) {
                    provider.add(key.getKey(), key.getValue());
                }
                options.addTensorrt(provider);
            }
        }
        if (!settings.cuda().isEmpty()) {
            try (OrtCUDAProviderOptions provider = new OrtCUDAProviderOptions(DEVICE)) {
                for (Map.Entry<String, String> key : settings.cuda().entrySet()) {
                    provider.add(key.getKey(), key.getValue());
                }
                options.addCUDA(provider);
            }
        }
        return options;
    }
}
