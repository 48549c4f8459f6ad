package dev.assay.engines;

import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.suite.OptimizationProfile;
import dev.assay.core.suite.Precision;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/// What tests of every engine need: a model from the test resources, loaded by the engine that a
/// subclass names.
abstract class EngineContract {
    private static final int LARGEST_BATCH = 4;

    private final EngineProvider provider;
    private final String engine;
    private final String extension;

    @TempDir Path folder;

    /// @param extension of the model files that the engine loads: `onnx` or `pt`
    EngineContract(EngineProvider provider, String engine, String extension) {
        this.provider = provider;
        this.engine = engine;
        this.extension = extension;
    }

    /// @param model name of a resource without its extension
    /// @param row shape without the batch that the engine is built for
    final Engine load(String model, Shape row, TensorData input) throws IOException {
        Path inputs = folder.resolve("inputs.safetensors");
        SafetensorsFile.write(inputs, List.of(input));
        EngineRequest request =
                new EngineRequest(
                        engine,
                        resource(model + "." + extension),
                        Precision.FP32,
                        inputs,
                        Optional.empty(),
                        Optional.of(new OptimizationProfile(1, 1, LARGEST_BATCH, row, row, row)),
                        0,
                        1,
                        Map.of());
        return provider.load(provider.prepare(request, new EngineCache(folder.resolve("cache"))));
    }

    /// A copy of a resource, because engines load files.
    final Path resource(String name) throws IOException {
        Path copy = folder.resolve(name);
        try (InputStream in =
                Objects.requireNonNull(EngineContract.class.getResourceAsStream("/" + name))) {
            Files.write(copy, in.readAllBytes());
        }
        return copy;
    }
}
