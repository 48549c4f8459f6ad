package dev.assay.engines.onnxruntime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.assay.core.AssayException;
import dev.assay.core.format.TensorFiles;
import dev.assay.core.tensor.TensorData;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.ModelInputs;
import dev.assay.engines.Query;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// One run of a model whose only purpose is ONNX Runtime's account of it.
final class ProfiledRun {
    private ProfiledRun() {}

    /// @throws AssayException if the model does not run
    static NodePlacements of(
            OrtEnvironment environment, EngineRequest request, SessionSettings settings)
            throws OrtException {
        Path folder = temporaryFolder();
        Path profile = folder;
        try (Arena arena = Arena.ofShared();
                OrtSession.SessionOptions options = settings.toOptions()) {
            options.enableProfiling(folder.resolve("profile").toString());
            try (OrtSession session =
                    environment.createSession(request.model().toString(), options)) {
                Map<String, NodeInfo> infos = session.getInputInfo();
                Map<String, TensorData> inputs = new LinkedHashMap<>();
                TensorFiles.read(request.inputs(), arena)
                        .forEach((name, rows) ->
                                inputs.put(
                                        name,
                                        ModelInputs.gather(
                                                rows,
                                                rowsOf(Optional.ofNullable(infos.get(name)), rows),
                                                arena)));
                try (Query query = OnnxRuntimeQuery.bind(environment, session, inputs)) {
                    query.run();
                }
                profile = Path.of(session.endProfiling());
            }
            return NodePlacements.read(profile);
        } finally {
            delete(profile);
            delete(folder);
        }
    }

    /// One row, or as many as the model is fixed to.
    private static List<Integer> rowsOf(Optional<NodeInfo> info, TensorData rows) {
        int stored = Math.toIntExact(rows.shape().dim(0));
        long batch = info.map(ProfiledRun::fixedBatch).orElse(1L);
        return IntStream.range(0, Math.toIntExact(batch)).mapToObj(i -> i % stored).toList();
    }

    private static long fixedBatch(NodeInfo info) {
        return info.getInfo() instanceof TensorInfo tensor && tensor.getShape().length > 0
                ? Math.max(1, tensor.getShape()[0])
                : 1;
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("assay-profile");
        } catch (IOException e) {
            throw AssayException.environment("Cannot make a temporary folder: " + e, e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // A profile that stays behind in the system's temporary folder harms nobody.
        }
    }
}
