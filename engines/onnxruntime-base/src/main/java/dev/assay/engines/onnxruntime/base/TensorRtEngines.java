package dev.assay.engines.onnxruntime.base;

import dev.assay.core.AssayException;
import dev.assay.core.format.TensorFiles;
import dev.assay.engines.EngineCache;
import dev.assay.engines.EngineRequest;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The engines that ONNX Runtime's TensorRT provider builds and finds again.
///
/// They are the library's, not the API's: what one API had built, the other loads.
public final class TensorRtEngines {
    private static final String OWNER = "onnxruntime-tensorrt";
    private static final String KEY = "trt_engine_cache_path";

    private TensorRtEngines() {}

    /// Settings of a session whose engines are kept in the cache.
    ///
    /// @param modelHash of the model with its weights
    public static SessionSettings settings(
            EngineRequest request, EngineCache cache, String modelHash) {
        Optional<String> input = onlyInput(request);
        Path folder =
                cache.engines(OWNER)
                        .resolve(modelHash)
                        .resolve(GpuSettings.engineFolder(request, input));
        try {
            return settings(request, input, Files.createDirectories(folder));
        } catch (IOException e) {
            throw AssayException.environment("Cannot make the folder " + folder + ": " + e, e);
        }
    }

    /// Settings of a session like the one that a record is of.
    ///
    /// @param recorded settings of that session
    public static SessionSettings settings(EngineRequest request, Map<String, String> recorded) {
        Path folder = Path.of(Objects.requireNonNull(recorded.get(KEY), KEY));
        return settings(request, onlyInput(request), folder);
    }

    private static SessionSettings settings(
            EngineRequest request, Optional<String> input, Path folder) {
        return SessionSettings.of(request)
                .onCuda(GpuSettings.cuda(request))
                .onTensorRt(GpuSettings.tensorRt(request, input, folder));
    }

    /// The name of the model's input; empty if there are several.
    private static Optional<String> onlyInput(EngineRequest request) {
        try (Arena arena = Arena.ofConfined()) {
            List<String> names = List.copyOf(TensorFiles.read(request.inputs(), arena).keySet());
            return names.size() == 1 ? Optional.of(names.getFirst()) : Optional.empty();
        }
    }
}
