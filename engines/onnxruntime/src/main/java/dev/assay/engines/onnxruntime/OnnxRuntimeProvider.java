package dev.assay.engines.onnxruntime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.format.ModelHash;
import dev.assay.core.format.TensorFiles;
import dev.assay.core.run.EngineIdentity;
import dev.assay.core.suite.Precision;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineCache;
import dev.assay.engines.EngineProvider;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.PreparedEngine;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// ONNX Runtime through its official Java API, with one of its execution providers.
public final class OnnxRuntimeProvider implements EngineProvider {
    private static final String ENGINE_CACHE = "trt_engine_cache_path";

    @Override
    public List<String> ids() {
        return ExecutionProvider.engines();
    }

    @Override
    public PreparedEngine prepare(EngineRequest request, EngineCache cache) {
        long start = System.nanoTime();
        ExecutionProvider provider = ExecutionProvider.of(request.engine());
        OrtEnvironment environment = environment(provider);
        String hash = ModelHash.of(request.model());
        SessionSettings settings = settings(request, engineCache(request, cache, hash));
        try (OrtSession.SessionOptions options = settings.toOptions();
                OrtSession session =
                        environment.createSession(request.model().toString(), options)) {
            Optional<NodePlacements> placements =
                    provider == ExecutionProvider.CPU && request.precision() == Precision.FP32
                            // Nothing is left to choose, and a run of a large network takes long.
                            ? Optional.empty()
                            : Optional.of(ProfiledRun.of(environment, request, settings));
            return new PreparedEngine(
                    request,
                    request.model(),
                    new EngineIdentity(
                            "ONNX Runtime",
                            environment.getVersion(),
                            hash,
                            hash,
                            describe(request, provider, settings, placements),
                            placements.map(NodePlacements::precisions)),
                    specs(session.getInputInfo()),
                    specs(session.getOutputInfo()),
                    (System.nanoTime() - start) / 1e9);
        } catch (OrtException e) {
            throw buildFailed(request, e);
        }
    }

    @Override
    public Engine load(PreparedEngine prepared) {
        EngineRequest request = prepared.request();
        OrtEnvironment environment = environment(ExecutionProvider.of(request.engine()));
        Optional<Path> engineCache =
                Optional.ofNullable(prepared.identity().settings().get(ENGINE_CACHE)).map(Path::of);
        try (OrtSession.SessionOptions options = settings(request, engineCache).toOptions()) {
            return new OnnxRuntimeEngine(
                    environment,
                    environment.createSession(prepared.artefact().toString(), options));
        } catch (OrtException e) {
            throw buildFailed(request, e);
        }
    }

    /// Which build of the library is loaded is settled by the first use of its environment.
    private static OrtEnvironment environment(ExecutionProvider provider) {
        if (provider != ExecutionProvider.CPU) {
            NativeFolder.use();
            Driver.require();
        }
        return OrtEnvironment.getEnvironment();
    }

    private static Optional<Path> engineCache(
            EngineRequest request, EngineCache cache, String modelHash) {
        if (ExecutionProvider.of(request.engine()) != ExecutionProvider.TENSORRT) {
            return Optional.empty();
        }
        Path folder = cache.engines(request.engine()).resolve(modelHash);
        try {
            return Optional.of(Files.createDirectories(folder));
        } catch (IOException e) {
            throw AssayException.environment("Cannot make the folder " + folder + ": " + e, e);
        }
    }

    private static SessionSettings settings(EngineRequest request, Optional<Path> engineCache) {
        SessionSettings settings = SessionSettings.of(request);
        return switch (ExecutionProvider.of(request.engine())) {
            case CPU -> settings;
            case CUDA -> settings.onCuda(GpuSettings.cuda(request));
            case TENSORRT ->
                    settings.onCuda(GpuSettings.cuda(request))
                            .onTensorRt(
                                    GpuSettings.tensorRt(
                                            request,
                                            onlyInput(request),
                                            engineCache.orElseThrow()));
        };
    }

    /// The name of the model's input; empty if there are several.
    private static Optional<String> onlyInput(EngineRequest request) {
        try (Arena arena = Arena.ofConfined()) {
            List<String> names = List.copyOf(TensorFiles.read(request.inputs(), arena).keySet());
            return names.size() == 1 ? Optional.of(names.getFirst()) : Optional.empty();
        }
    }

    private static AssayException buildFailed(EngineRequest request, OrtException e) {
        return new AssayException(
                ErrorKind.ENGINE_BUILD,
                "ONNX Runtime cannot load %s: %s"
                        .formatted(
                                request.model(),
                                LoadFailures.inWords(String.valueOf(e.getMessage()))),
                e);
    }

    private static Map<String, String> describe(
            EngineRequest request,
            ExecutionProvider provider,
            SessionSettings session,
            Optional<NodePlacements> placements) {
        Map<String, String> settings = new TreeMap<>(session.describe());
        settings.put("executionProvider", provider.library());
        if (provider != ExecutionProvider.CPU) {
            settings.putAll(GpuSettings.facts(request, provider));
        }
        placements
                .map(it -> it.fallbacks(provider))
                .filter(it -> !it.isEmpty())
                .ifPresent(it -> {
                    settings.put(EngineIdentity.FALLBACK, it);
                    settings.put(
                            EngineIdentity.FALLBACK_ALLOWED,
                            request.options().getOrDefault("allow-fallback", "false"));
                });
        return settings;
    }

    private static List<TensorSpec> specs(Map<String, NodeInfo> infos) {
        List<TensorSpec> specs = new ArrayList<>();
        infos.forEach((name, info) -> {
            if (!(info.getInfo() instanceof TensorInfo tensor)) {
                throw new AssayException(ErrorKind.ENGINE_BUILD, "'" + name + "' is not a tensor");
            }
            specs.add(
                    new TensorSpec(
                            name,
                            ElementTypes.ofOnnx(name, tensor.type),
                            Shape.of(tensor.getShape())));
        });
        return specs;
    }
}
