package dev.assay.engines.tensorrt;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.layerwise.LayerCheck;
import dev.assay.core.layerwise.LayerReference;
import dev.assay.core.layerwise.LayerWalk;
import dev.assay.core.suite.OptimizationProfile;
import dev.assay.core.suite.Precision;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineCache;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.FaultyNetwork;
import dev.assay.engines.FaultyNetwork.Fault;
import dev.assay.engines.ModelInputs;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import dev.assay.engines.StoredMst;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// MST++ built layer by layer, against what PyTorch's modules computed.
@Tag("gpu")
class BuiltNetworkTest {
    private static final Path MODEL = StoredMst.DATA.resolve("models/mst-plus-plus/fp32.onnx");
    private static final Shape SMALL = Shape.of(3, 13, 10);

    @TempDir Path folder;

    private final TensorRtProvider provider = new TensorRtProvider();

    @Test
    void computesWhatPyTorchStoredAtThreeBatches() {
        try (Arena arena = Arena.ofShared();
                Engine engine = load(Map.of());
                Session session = engine.openSession()) {
            ModelInputs inputs = StoredMst.inputs(arena);
            for (int batch : List.of(1, 2, 4)) {
                try (Query query = session.bind(inputs.batch(0, batch, arena))) {
                    query.run();

                    assertThat(
                                    StoredMst.error(
                                            query.outputs().getFirst(),
                                            inputs.rowsOf(0, batch),
                                            arena))
                            .as("batch %d", batch)
                            .isLessThan(StoredMst.LARGEST_REL_L2);
                }
            }
        }
    }

    @Test
    void agreesWithPyTorchInEveryModuleAtAnotherSize() throws IOException {
        try (Arena arena = Arena.ofShared()) {
            LayerWalk walk = walk(Map.of("markLayers", "*"), arena);

            assertThat(walk.firstWrong()).as(walk.sentence()).isEmpty();
            assertThat(walk.compared()).isEqualTo(254);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DROPPED_RESIDUAL, body.1.bottleneck.attended, body.1.bottleneck.blocks.0.1.norm",
        "TRANSPOSED_WEIGHT, body.0.bottleneck.blocks.0.0.to_k, body.0.bottleneck.blocks.0.0.to_k",
        "MISSING_CROP, output, output"
    })
    void namesTheFirstLayerThatIsWrong(Fault fault, String at, String named) throws IOException {
        TensorRtProvider faulty =
                new TensorRtProvider(network -> new FaultyNetwork<>(network, fault, at));
        try (Arena arena = Arena.ofShared()) {
            LayerWalk walk = walk(faulty, Map.of("markLayers", "*"), arena);

            assertThat(walk.firstWrong().map(LayerCheck::layer))
                    .as(walk.sentence())
                    .contains(named);
        }
    }

    private LayerWalk walk(Map<String, String> options, Arena arena) throws IOException {
        return walk(provider, options, arena);
    }

    /// Every module of PyTorch at [3, 3, 13, 10], and the output's every fourth band.
    private LayerWalk walk(TensorRtProvider from, Map<String, String> options, Arena arena)
            throws IOException {
        Path samples = samples();
        Map<String, TensorData> stored = SafetensorsFile.read(samples, arena);
        Map<String, TensorData> outputs = new LinkedHashMap<>();
        try (Engine engine = from.load(from.prepare(request(options), new EngineCache(folder)));
                Session session = engine.openSession();
                Query query = session.bind(Map.of("input", requireNonNull(stored.get("input"))))) {
            query.run();
            for (TensorData output : query.outputs()) {
                TensorData copy = TensorData.allocate(output.spec(), arena);
                copy.segment().copyFrom(output.segment());
                outputs.put(output.name(), copy);
            }
        }
        TensorData output = requireNonNull(outputs.get("output"));
        if (!output.shape().equals(Shape.of(3, 31, 13, 10))) {
            TensorData crop = requireNonNull(stored.get("output"));
            return LayerWalk.of(
                    new LayerReference(Map.of("output", crop), false), outputs, Double.MAX_VALUE);
        }
        return LayerWalk.of(
                LayerReference.read(samples, List.of(), arena),
                outputs,
                LayerWalk.limit(Precision.FP32));
    }

    private Engine load(Map<String, String> options) {
        return provider.load(provider.prepare(request(options), new EngineCache(folder)));
    }

    private static EngineRequest request(Map<String, String> options) {
        // Whatever tactics the builder picks, they compute the same: the least search is enough.
        Map<String, String> all = new HashMap<>(options);
        all.put("builderOptimizationLevel", "1");
        return new EngineRequest(
                "tensorrt-api",
                MODEL,
                Precision.FP32,
                StoredMst.INPUTS,
                Optional.empty(),
                Optional.of(new OptimizationProfile(1, 2, 4, SMALL, StoredMst.ROW, StoredMst.ROW)),
                0,
                1,
                all);
    }

    private Path samples() throws IOException {
        Path copy = folder.resolve("mst-layers.safetensors");
        try (InputStream in =
                requireNonNull(StoredMst.class.getResourceAsStream("/mst-layers.safetensors"))) {
            Files.write(copy, in.readAllBytes());
        }
        return copy;
    }
}
