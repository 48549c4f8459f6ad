package dev.assay.engines.onnxruntime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.format.ModelHash;
import dev.assay.core.run.EngineIdentity;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineCache;
import dev.assay.engines.EngineProvider;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.PreparedEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// ONNX Runtime through its official Java API, CPU execution provider.
public final class OnnxRuntimeProvider implements EngineProvider {
    @Override
    public List<String> ids() {
        return List.of("onnxruntime-cpu");
    }

    @Override
    public PreparedEngine prepare(EngineRequest request, EngineCache cache) {
        long start = System.nanoTime();
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = SessionSettings.of(request).toOptions();
                OrtSession session =
                        environment.createSession(request.model().toString(), options)) {
            String hash = ModelHash.of(request.model());
            return new PreparedEngine(
                    request,
                    request.model(),
                    new EngineIdentity(
                            "ONNX Runtime",
                            environment.getVersion(),
                            hash,
                            hash,
                            settings(request)),
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
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = SessionSettings.of(request).toOptions()) {
            return new OnnxRuntimeEngine(
                    environment,
                    environment.createSession(prepared.artefact().toString(), options));
        } catch (OrtException e) {
            throw buildFailed(request, e);
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

    private static Map<String, String> settings(EngineRequest request) {
        Map<String, String> settings = new TreeMap<>(SessionSettings.of(request).describe());
        settings.put("executionProvider", "CPUExecutionProvider");
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
