package dev.assay.engines.python;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.run.EngineIdentity;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineCache;
import dev.assay.engines.EngineProvider;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.PreparedEngine;
import dev.assay.onnx.graph.ModelHash;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// PyTorch in the user's own Python, eager and compiled.
public final class PythonProvider implements EngineProvider {
    /// What must not change between the engine that was prepared and the one that is timed.
    private static final List<String> FIXED =
            List.of(
                    "torch",
                    "python",
                    "interpreter",
                    "device",
                    "cuda",
                    "gpu",
                    "weightsSha256",
                    "sourcesSha256");

    @Override
    public List<String> ids() {
        return List.of("pytorch-python", WorkerSettings.COMPILE);
    }

    @Override
    public PreparedEngine prepare(EngineRequest request, EngineCache cache) {
        long start = System.nanoTime();
        WorkerSettings settings = WorkerSettings.of(request);
        try (PythonEngine engine = PythonEngine.load(request)) {
            Map<String, String> facts = new TreeMap<>(engine.facts());
            facts.put("mode", settings.compiled() ? "torch.compile" : "eager");
            if (settings.oneShape()) {
                facts.put("oneShape", "true");
            }
            request.function().ifPresent(it -> facts.put("function", it));
            if (settings.sixteenBits()) {
                facts.put("cast", settings.cast());
            }
            String hash = ModelHash.of(request.model());
            return new PreparedEngine(
                    request,
                    request.model(),
                    new EngineIdentity(
                            "PyTorch", facts.getOrDefault("torch", "unknown"), hash, hash, facts),
                    // Modules record neither the names nor the shapes of their tensors.
                    List.of(),
                    List.of(),
                    (System.nanoTime() - start) / 1e9);
        }
    }

    @Override
    public Engine load(PreparedEngine prepared) {
        PythonEngine engine = PythonEngine.load(prepared.request());
        Map<String, String> before = prepared.identity().settings();
        for (String name : FIXED) {
            String then = before.getOrDefault(name, "absent");
            String now = engine.facts().getOrDefault(name, "absent");
            if (!then.equals(now)) {
                engine.close();
                throw new AssayException(
                        ErrorKind.DATA,
                        "%s changed after the engine was prepared, from %s to %s: start a new run%s"
                                .formatted(
                                        name,
                                        then,
                                        now,
                                        name.equals("weightsSha256")
                                                ? ", with a function that makes the same weights every time"
                                                : ""));
            }
        }
        return engine;
    }
}
