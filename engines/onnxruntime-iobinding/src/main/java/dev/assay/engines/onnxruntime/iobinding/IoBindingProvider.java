package dev.assay.engines.onnxruntime.iobinding;

import dev.assay.core.run.EngineIdentity;
import dev.assay.core.tensor.TensorData;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineCache;
import dev.assay.engines.EngineProvider;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.PreparedEngine;
import dev.assay.engines.onnxruntime.base.Driver;
import dev.assay.engines.onnxruntime.base.ExecutionProvider;
import dev.assay.engines.onnxruntime.base.GpuSettings;
import dev.assay.engines.onnxruntime.base.NodePlacements;
import dev.assay.engines.onnxruntime.base.ProfiledRun;
import dev.assay.engines.onnxruntime.base.SessionSettings;
import dev.assay.engines.onnxruntime.base.TensorRtEngines;
import dev.assay.engines.onnxruntime.base.Tf32Override;
import dev.assay.onnx.graph.ModelHash;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// ONNX Runtime's CUDA or TensorRT provider with inputs and outputs that stay on the GPU, timed
/// there.
///
/// The same library, provider and settings as `onnxruntime-cuda` and `onnxruntime-tensorrt`: what
/// differs between two such rows is what the Java API adds.
public final class IoBindingProvider implements EngineProvider {
    private static final String TENSORRT = "onnxruntime-tensorrt-iobinding";

    @Override
    public List<String> ids() {
        return List.of("onnxruntime-cuda-iobinding", TENSORRT);
    }

    @Override
    public PreparedEngine prepare(EngineRequest request, EngineCache cache) {
        Driver.require();
        if (!onTensorRt(request)) {
            return prepare(
                    request, settings(request), ExecutionProvider.CUDA, OnnxRuntimeLibrary.load());
        }
        Tf32Override.apply(request);
        SessionSettings settings =
                TensorRtEngines.settings(request, cache, ModelHash.of(request.model()));
        return prepare(request, settings, ExecutionProvider.TENSORRT, OnnxRuntimeLibrary.load());
    }

    private static boolean onTensorRt(EngineRequest request) {
        return request.engine().equals(TENSORRT);
    }

    /// @param provider that the settings are for
    static PreparedEngine prepare(
            EngineRequest request,
            SessionSettings settings,
            ExecutionProvider provider,
            OnnxRuntimeLibrary library) {
        long start = System.nanoTime();
        String hash = ModelHash.of(request.model());
        try (NativeSession session =
                NativeSession.open(request.model(), settings, Optional.empty(), Optional.empty())) {
            NodePlacements placements =
                    ProfiledRun.placements(
                            request,
                            session.inputs(),
                            (prefix, rows) -> profile(request.model(), settings, prefix, rows));
            Map<String, String> facts =
                    new TreeMap<>(settings.describe(request, provider, Optional.of(placements)));
            facts.putAll(
                    IoBindingLaunch.facts(
                            provider != ExecutionProvider.CPU && placements.readOnCpu()));
            facts.putAll(GpuSettings.tf32(request, provider));
            facts.put("libraryPath", library.path());
            return new PreparedEngine(
                    request,
                    request.model(),
                    new EngineIdentity(
                            "ONNX Runtime",
                            library.version(),
                            hash,
                            hash,
                            facts,
                            Optional.of(placements.precisions(request.precision()))),
                    session.inputs(),
                    session.outputs(),
                    (System.nanoTime() - start) / 1e9);
        }
    }

    private static Path profile(
            Path model, SessionSettings settings, Path prefix, Map<String, TensorData> rows) {
        try (NativeSession session =
                NativeSession.open(model, settings, Optional.empty(), Optional.of(prefix))) {
            OutputShapes.of(session, rows);
            return session.endProfiling();
        }
    }

    @Override
    public Engine load(PreparedEngine prepared) {
        EngineRequest request = prepared.request();
        Driver.require();
        if (onTensorRt(request)) {
            Tf32Override.apply(request);
        }
        OnnxRuntimeLibrary.load();
        // ONNX Runtime's users have no graph unless they ask for one.
        boolean graph = Boolean.parseBoolean(request.options().get("useCudaGraph"));
        SessionSettings settings =
                onTensorRt(request)
                        ? TensorRtEngines.settings(request, prepared.identity().settings())
                        : settings(request);
        return IoBindingEngine.load(
                prepared.artefact(),
                settings,
                graph,
                IoBindingLaunch.waits(prepared.identity().settings()));
    }

    private static SessionSettings settings(EngineRequest request) {
        return SessionSettings.of(request).onCuda(GpuSettings.cuda(request));
    }
}
