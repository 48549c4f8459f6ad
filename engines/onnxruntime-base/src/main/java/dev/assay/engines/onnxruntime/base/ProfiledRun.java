package dev.assay.engines.onnxruntime.base;

import dev.assay.core.AssayException;
import dev.assay.core.format.TensorFiles;
import dev.assay.core.suite.OptimizationProfile;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.ModelInputs;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// One run of a model whose only purpose is ONNX Runtime's account of it.
@FunctionalInterface
public interface ProfiledRun {
    /// Runs a session of its own once.
    ///
    /// @param prefix of the profile's name
    /// @return the profile that ONNX Runtime wrote
    Path run(Path prefix, Map<String, TensorData> inputs);

    /// @param inputs of the model, extents may be dynamic
    /// @throws AssayException if the model does not run
    static NodePlacements placements(
            EngineRequest request, List<TensorSpec> inputs, ProfiledRun run) {
        // An engine that TensorRT's provider builds takes no fewer rows than its profile says.
        int least = request.profile().map(OptimizationProfile::minBatch).orElse(1);
        Path folder = temporaryFolder();
        Path profile = folder;
        try (Arena arena = Arena.ofShared()) {
            Map<String, TensorData> rows = new LinkedHashMap<>();
            TensorFiles.read(request.inputs(), arena)
                    .forEach((name, tensor) ->
                            rows.put(
                                    name,
                                    ModelInputs.gather(
                                            tensor, rowsOf(name, inputs, tensor, least), arena)));
            profile = run.run(folder.resolve("profile"), rows);
            return NodePlacements.read(profile);
        } finally {
            delete(profile);
            delete(folder);
        }
    }

    /// As few rows as are taken, or as many as the model is fixed to.
    private static List<Integer> rowsOf(
            String name, List<TensorSpec> inputs, TensorData tensor, int least) {
        int stored = Math.toIntExact(tensor.shape().dim(0));
        long batch =
                inputs.stream()
                        .filter(it -> it.name().equals(name) && it.shape().rank() > 0)
                        .mapToLong(it -> Math.max(least, it.shape().dim(0)))
                        .findFirst()
                        .orElse(least);
        return IntStream.range(0, Math.toIntExact(batch)).mapToObj(i -> i % stored).toList();
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
