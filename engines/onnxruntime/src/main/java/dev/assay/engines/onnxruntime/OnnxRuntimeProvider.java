package dev.assay.engines.onnxruntime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.run.EngineIdentity;
import dev.assay.core.suite.Precision;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineCache;
import dev.assay.engines.EngineJvm;
import dev.assay.engines.EngineProvider;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.PreparedEngine;
import dev.assay.engines.Query;
import dev.assay.engines.onnxruntime.base.Driver;
import dev.assay.engines.onnxruntime.base.ExecutionProvider;
import dev.assay.engines.onnxruntime.base.GpuSettings;
import dev.assay.engines.onnxruntime.base.LoadFailures;
import dev.assay.engines.onnxruntime.base.NativeFolder;
import dev.assay.engines.onnxruntime.base.NodePlacements;
import dev.assay.engines.onnxruntime.base.ProfiledRun;
import dev.assay.engines.onnxruntime.base.SessionSettings;
import dev.assay.engines.onnxruntime.base.TensorRtEngines;
import dev.assay.engines.onnxruntime.base.Tf32Override;
import dev.assay.onnx.graph.ModelHash;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/// ONNX Runtime through its official Java API, with one of its execution providers.
public final class OnnxRuntimeProvider implements EngineProvider {
    private static final String NATIVE_PATH = "onnxruntime.native.path";
    private static final String JNI = "libonnxruntime4j_jni.so";

    private static final SequencedMap<String, ExecutionProvider> ENGINES = engines();

    private static SequencedMap<String, ExecutionProvider> engines() {
        SequencedMap<String, ExecutionProvider> engines = new LinkedHashMap<>();
        engines.put("onnxruntime-cpu", ExecutionProvider.CPU);
        engines.put("onnxruntime-cuda", ExecutionProvider.CUDA);
        engines.put("onnxruntime-tensorrt", ExecutionProvider.TENSORRT);
        return Collections.unmodifiableSequencedMap(engines);
    }

    @Override
    public List<String> ids() {
        return List.copyOf(ENGINES.keySet());
    }

    @Override
    public PreparedEngine prepare(EngineRequest request, EngineCache cache) {
        long start = System.nanoTime();
        ExecutionProvider provider = executionProvider(request);
        if (provider == ExecutionProvider.TENSORRT) {
            Tf32Override.apply(request);
        }
        OrtEnvironment environment = environment(provider);
        String hash = ModelHash.of(request.model());
        SessionSettings settings =
                provider == ExecutionProvider.TENSORRT
                        ? TensorRtEngines.settings(request, cache, hash)
                        : settings(request);
        try (OrtSession.SessionOptions options = JavaOptions.of(settings);
                OrtSession session =
                        environment.createSession(request.model().toString(), options)) {
            List<TensorSpec> inputs = NodeInfos.specs(session.getInputInfo());
            Optional<NodePlacements> placements =
                    provider == ExecutionProvider.CPU && request.precision() == Precision.FP32
                            // Nothing is left to choose, and a run of a large network takes long.
                            ? Optional.empty()
                            : Optional.of(placements(environment, request, settings, inputs));
            return new PreparedEngine(
                    request,
                    request.model(),
                    new EngineIdentity(
                            "ONNX Runtime",
                            environment.getVersion(),
                            hash,
                            hash,
                            describe(request, provider, settings, placements),
                            placements.map(it -> it.precisions(request.precision()))),
                    inputs,
                    NodeInfos.specs(session.getOutputInfo()),
                    (System.nanoTime() - start) / 1e9);
        } catch (OrtException e) {
            throw buildFailed(request, e);
        }
    }

    @Override
    public Engine load(PreparedEngine prepared) {
        EngineRequest request = prepared.request();
        ExecutionProvider provider = executionProvider(request);
        if (provider == ExecutionProvider.TENSORRT) {
            Tf32Override.apply(request);
        }
        OrtEnvironment environment = environment(provider);
        SessionSettings settings =
                provider == ExecutionProvider.TENSORRT
                        ? TensorRtEngines.settings(request, prepared.identity().settings())
                        : settings(request);
        try (OrtSession.SessionOptions options = JavaOptions.of(settings)) {
            return new OnnxRuntimeEngine(
                    environment,
                    environment.createSession(prepared.artefact().toString(), options));
        } catch (OrtException e) {
            throw buildFailed(request, e);
        }
    }

    /// Which build of the library is loaded is settled by the first use of its environment.
    private static OrtEnvironment environment(ExecutionProvider provider) {
        if (System.getProperty(NATIVE_PATH) == null) {
            libraries(provider).ifPresent(it -> System.setProperty(NATIVE_PATH, it.toString()));
        }
        if (provider != ExecutionProvider.CPU) {
            Driver.require();
        }
        return OrtEnvironment.getEnvironment();
    }

    /// The folder with the libraries; empty where the API is to unpack them itself.
    private static Optional<Path> libraries(ExecutionProvider provider) {
        return provider == ExecutionProvider.CPU
                ? Optional.ofNullable(System.getProperty(EngineJvm.NATIVES))
                        .flatMap(it -> UnpackedLibraries.in(Path.of(it)))
                : Optional.of(NativeFolder.find(JNI));
    }

    private static SessionSettings settings(EngineRequest request) {
        SessionSettings settings = SessionSettings.of(request);
        return executionProvider(request) == ExecutionProvider.CPU
                ? settings
                : settings.onCuda(GpuSettings.cuda(request));
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
        Map<String, String> settings =
                new TreeMap<>(session.describe(request, provider, placements));
        if (provider != ExecutionProvider.CPU) {
            settings.putAll(GpuSettings.facts(request, provider));
        }
        return settings;
    }

    private static NodePlacements placements(
            OrtEnvironment environment,
            EngineRequest request,
            SessionSettings settings,
            List<TensorSpec> inputs) {
        return ProfiledRun.placements(
                request,
                inputs,
                (prefix, rows) -> {
                    try (OrtSession.SessionOptions options = JavaOptions.of(settings)) {
                        options.enableProfiling(prefix.toString());
                        try (OrtSession session =
                                environment.createSession(request.model().toString(), options)) {
                            try (Query query = OnnxRuntimeQuery.bind(environment, session, rows)) {
                                query.run();
                            }
                            return Path.of(session.endProfiling());
                        }
                    } catch (OrtException e) {
                        throw buildFailed(request, e);
                    }
                });
    }

    private static ExecutionProvider executionProvider(EngineRequest request) {
        ExecutionProvider provider = ENGINES.get(request.engine());
        if (provider == null) {
            throw AssayException.config(
                    "ONNX Runtime has the engines %s, not '%s'"
                            .formatted(ENGINES.keySet(), request.engine()));
        }
        return provider;
    }
}
