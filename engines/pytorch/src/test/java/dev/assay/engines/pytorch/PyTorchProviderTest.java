package dev.assay.engines.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.stats.ErrorCalculator;
import dev.assay.core.stats.ErrorStatistics;
import dev.assay.core.stats.TensorPairs;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.Precision;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineCache;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.ModelInputs;
import dev.assay.engines.PreparedEngine;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PyTorchProviderTest {
    /// Nothing is cached: these engines load their models as they are.
    private static final EngineCache CACHE = new EngineCache(Path.of("target", "cache"));

    private static final Path DATA = Path.of("../../reference-data");
    private static final Path MODEL = DATA.resolve("models/mst-plus-plus/fp32.pt");
    private static final Path INPUTS = DATA.resolve("inputs/mst-plus-plus/44x36.safetensors");
    private static final Path OUTPUTS =
            DATA.resolve("outputs/mst-plus-plus/fp32-44x36.safetensors");
    private static final Shape ROW = Shape.parse("3x44x36");

    private final PyTorchProvider provider = new PyTorchProvider();

    @TempDir Path folder;

    @Test
    void isInTheCatalogUnderItsId() {
        assertThat(EngineCatalog.standard().ids()).containsAll(provider.ids());
    }

    @Test
    void saysWhichLibraryRanAndWithWhatThreads() {
        PreparedEngine prepared = provider.prepare(request(MODEL), CACHE);

        assertThat(prepared.identity().library()).isEqualTo("LibTorch");
        assertThat(prepared.identity().version()).isEqualTo("2.5.1");
        assertThat(prepared.identity().settings())
                .containsEntry("threads", "2")
                .containsEntry("blasThreads", "1")
                .containsEntry("interOpThreads", "1");
    }

    /// Bounds from reference-data/noise: ten times the noise of the reference itself.
    @Test
    void agreesWithTheStoredPyTorchOutputsEveryTimeItRuns() {
        PreparedEngine prepared = provider.prepare(request(MODEL), CACHE);
        try (Arena arena = Arena.ofShared();
                Engine engine = provider.load(prepared);
                Session session = engine.openSession();
                Query first = session.bind(batch(arena));
                Query second = session.bind(batch(arena))) {
            for (Query query : List.of(first, second, first)) {
                query.run();
                ErrorStatistics errors =
                        ErrorCalculator.calculate(
                                TensorPairs.of(query.outputs().getFirst(), reference(arena)));

                assertThat(errors.relativeL2().orElseThrow()).isBetween(1e-9, 3.5e-6);
            }
        }
    }

    @Test
    void refusesAFileThatIsNoTorchScript() throws IOException {
        Path broken = folder.resolve("broken.pt");
        Files.writeString(broken, "not a module");

        assertThatThrownBy(() -> provider.prepare(request(broken), CACHE))
                .isInstanceOfSatisfying(
                        AssayException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.ENGINE_BUILD))
                .hasMessageContaining("broken.pt");
    }

    @Test
    void reportsAnInputThatTheModuleCannotTake() {
        PreparedEngine prepared = provider.prepare(request(MODEL), CACHE);
        TensorSpec oneChannel =
                new TensorSpec("input", ElementType.FLOAT32, Shape.of(1, 1, 16, 16));
        try (Arena arena = Arena.ofShared();
                Engine engine = provider.load(prepared);
                Session session = engine.openSession()) {
            TensorData input = TensorData.allocate(oneChannel, arena);

            Query query = session.bind(Map.of("input", input));

            assertThatThrownBy(query::run)
                    .isInstanceOfSatisfying(
                            AssayException.class,
                            e -> assertThat(e.kind()).isEqualTo(ErrorKind.INFERENCE))
                    .hasMessageContaining("channels");
        }
    }

    private static Map<String, TensorData> batch(Arena arena) {
        return ModelInputs.read(INPUTS, ROW, arena).batch(0, 2, arena);
    }

    private static TensorData reference(Arena arena) {
        return List.copyOf(SafetensorsFile.read(OUTPUTS, arena).values()).getFirst();
    }

    private static EngineRequest request(Path model) {
        return new EngineRequest(
                "pytorch",
                model,
                Precision.FP32,
                INPUTS,
                Optional.empty(),
                Optional.empty(),
                0,
                1,
                Map.of("threads", "2", "device", "cpu"));
    }
}
