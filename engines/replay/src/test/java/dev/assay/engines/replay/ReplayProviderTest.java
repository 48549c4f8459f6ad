package dev.assay.engines.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.Precision;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineCache;
import dev.assay.engines.EngineProviders;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.ModelInputs;
import dev.assay.engines.PreparedEngine;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayProviderTest {
    private static final Shape ROW = Shape.parse("2");

    @TempDir Path folder;

    @Test
    void isInTheCatalogUnderItsId() {
        assertThat(EngineCatalog.standard().ids()).contains("replay");
    }

    @Test
    void playsBackTheOutputOfEachInputRow() {
        try (Arena arena = Arena.ofShared();
                Engine engine = EngineProviders.load(prepare(arena, Map.of()));
                Session session = engine.openSession();
                Query query = session.bind(inputs(arena).batch(1, 3, arena))) {
            query.run();

            TensorData output = query.outputs().getFirst();
            assertThat(output.shape()).isEqualTo(Shape.of(3, 1));
            // Batch 1 of three rows over four: rows 3, 0 and 1.
            assertThat(List.of(output.get(0), output.get(1), output.get(2)))
                    .containsExactly(40.0, 10.0, 20.0);
        }
    }

    @Test
    void refusesInputsThatItHasNoOutputsFor() {
        try (Arena arena = Arena.ofShared();
                Engine engine = EngineProviders.load(prepare(arena, Map.of()));
                Session session = engine.openSession()) {
            TensorData unknown = tensor("x", Shape.of(1, 2), arena, 7, 7);

            assertThatThrownBy(() -> session.bind(Map.of("x", unknown)))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("no stored output");
        }
    }

    @Test
    void failsWhenToldTo() {
        try (Arena arena = Arena.ofShared();
                Engine engine = EngineProviders.load(prepare(arena, Map.of("fault", "throw")));
                Session session = engine.openSession();
                Query query = session.bind(inputs(arena).batch(0, 1, arena))) {
            assertThatThrownBy(query::run).isInstanceOf(AssayException.class);
        }
    }

    @Test
    void refusesAnArtefactThatChangedAfterItWasPrepared() {
        try (Arena arena = Arena.ofShared()) {
            PreparedEngine prepared = prepare(arena, Map.of());
            SafetensorsFile.write(
                    folder.resolve("outputs.safetensors"),
                    List.of(tensor("y", Shape.of(4, 1), arena, 1, 2, 3, 5)));

            assertThatThrownBy(() -> EngineProviders.load(prepared))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("changed after the engine was prepared");
        }
    }

    private PreparedEngine prepare(Arena arena, Map<String, String> options) {
        Path inputs = folder.resolve("inputs.safetensors");
        Path outputs = folder.resolve("outputs.safetensors");
        SafetensorsFile.write(
                inputs, List.of(tensor("x", Shape.of(4, 2), arena, 1, 1, 2, 2, 3, 3, 4, 4)));
        SafetensorsFile.write(outputs, List.of(tensor("y", Shape.of(4, 1), arena, 10, 20, 30, 40)));
        Map<String, String> all = new TreeMap<>(options);
        all.put("inputs", inputs.toString());
        return new ReplayProvider()
                .prepare(
                        new EngineRequest(
                                "replay",
                                outputs,
                                Precision.FP32,
                                folder.resolve("inputs.safetensors"),
                                Optional.empty(),
                                Optional.empty(),
                                0,
                                1,
                                all),
                        new EngineCache(folder));
    }

    private ModelInputs inputs(Arena arena) {
        return ModelInputs.read(folder.resolve("inputs.safetensors"), ROW, arena);
    }

    private static TensorData tensor(String name, Shape shape, Arena arena, float... values) {
        return new TensorData(
                new TensorSpec(name, ElementType.FLOAT32, shape),
                arena.allocateFrom(ValueLayout.JAVA_FLOAT, values));
    }
}
