package dev.assay.engines.onnxruntime.base;

import dev.assay.core.run.EngineIdentity;
import dev.assay.engines.EngineRequest;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What Assay sets on an ONNX Runtime session: everything that moves a time is explicit.
///
/// Besides, each API sets ONNX Runtime's own defaults, so that a record of them is true whatever
/// they become: operators one after another, on one thread between them; memory patterns; an arena;
/// threads that spin.
///
/// @param threads inside one operator
/// @param cuda keys of the CUDA provider, which also takes what TensorRT leaves; none for the CPU
/// @param tensorRt keys of the TensorRT provider, none for the others
public record SessionSettings(
        int threads, String optimization, Map<String, String> cuda, Map<String, String> tensorRt) {
    /// Key and value of the only default that has no function in either API.
    public static final Map.Entry<String, String> SPINNING =
            Map.entry("session.intra_op.allow_spinning", "1");

    public SessionSettings {
        cuda = new TreeMap<>(cuda);
        tensorRt = new TreeMap<>(tensorRt);
    }

    public static SessionSettings of(EngineRequest request) {
        return new SessionSettings(
                request.intOption("threads", Runtime.getRuntime().availableProcessors()),
                request.options().getOrDefault("graph-optimization", "all"),
                Map.of(),
                Map.of());
    }

    public SessionSettings onCuda(Map<String, String> keys) {
        return new SessionSettings(threads, optimization, keys, tensorRt);
    }

    public SessionSettings onTensorRt(Map<String, String> keys) {
        return new SessionSettings(threads, optimization, cuda, keys);
    }

    /// For the record of an engine.
    ///
    /// @param provider that the engine is named after
    /// @param placements where its nodes ran, if that was looked at
    public Map<String, String> describe(
            EngineRequest request,
            ExecutionProvider provider,
            Optional<NodePlacements> placements) {
        Map<String, String> all = new TreeMap<>(cuda);
        all.putAll(tensorRt);
        all.put("threads", Integer.toString(threads));
        all.put("interOpThreads", "1");
        all.put("executionMode", "sequential");
        all.put("graphOptimization", optimization);
        all.put("memoryPattern", "true");
        all.put("cpuArena", "true");
        all.put("spinning", "true");
        all.put("executionProvider", provider.library());
        placements
                .map(it -> it.fallbacks(provider))
                .filter(it -> !it.isEmpty())
                .ifPresent(it -> {
                    all.put(EngineIdentity.FALLBACK, it);
                    all.put(
                            EngineIdentity.FALLBACK_ALLOWED,
                            request.options().getOrDefault("allow-fallback", "false"));
                });
        return all;
    }
}
