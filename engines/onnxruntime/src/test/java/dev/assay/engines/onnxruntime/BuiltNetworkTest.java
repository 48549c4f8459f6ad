package dev.assay.engines.onnxruntime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.layerwise.LayerCheck;
import dev.assay.core.layerwise.LayerReference;
import dev.assay.core.layerwise.LayerWalk;
import dev.assay.core.suite.Precision;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineCache;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.FaultyNetwork;
import dev.assay.engines.FaultyNetwork.Fault;
import dev.assay.engines.ModelInputs;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import dev.assay.engines.StoredMst;
import dev.assay.onnx.network.Architecture;
import dev.assay.onnx.network.MarkedModel;
import dev.assay.onnx.network.OnnxNetwork;
import dev.assay.onnx.network.StoredWeights;
import dev.assay.onnx.network.Weight;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The network that TensorRT gets layer by layer, built by the same code as an ONNX model and
/// computed on the CPU.
class BuiltNetworkTest {
    private static final Path MODEL = StoredMst.DATA.resolve("models/mst-plus-plus/fp32.onnx");
    private static final String BLOCK = "body.1.encoder_layers.1.0";

    @TempDir Path folder;

    private final OnnxRuntimeProvider provider = new OnnxRuntimeProvider();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void computesWhatPyTorchStored(int batch) {
        try (Arena arena = Arena.ofShared()) {
            ModelInputs inputs = StoredMst.inputs(arena);
            Map<String, TensorData> outputs =
                    run(built(Fault.NONE, "", weights()), inputs.batch(0, batch, arena), arena);

            assertThat(
                            StoredMst.error(
                                    requireNonNull(outputs.get("output")),
                                    inputs.rowsOf(0, batch),
                                    arena))
                    .isLessThan(StoredMst.LARGEST_REL_L2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void agreesWithPyTorchInEveryModuleAtAnotherSize(int batch) throws IOException {
        try (Arena arena = Arena.ofShared()) {
            Path marked = folder.resolve("marked.onnx");
            MarkedModel.write(built(Fault.NONE, "", weights()), marked, name -> true);
            Map<String, TensorData> outputs = run(marked, samplesInput(batch, arena), arena);

            // The stored values are of all three rows: fewer rows have other elements there.
            if (batch == 3) {
                LayerWalk walk =
                        LayerWalk.of(samples(arena), outputs, LayerWalk.limit(Precision.FP32));
                assertThat(walk.firstWrong()).as(walk.sentence()).isEmpty();
                assertThat(walk.compared()).isEqualTo(254);
            }
            assertThat(everyFourthBand(requireNonNull(outputs.get("output")), arena))
                    .isLessThan(StoredMst.LARGEST_REL_L2);
        }
    }

    /// A layer that PyTorch has no module for is held against the parsed model's.
    @ParameterizedTest
    @CsvSource({
        "DROPPED_RESIDUAL, BLOCK.attended, BLOCK.blocks.0.1.norm",
        "DROPPED_RESIDUAL, body.2.residual, conv_out",
        "TRANSPOSED_WEIGHT, BLOCK.blocks.0.0.to_k, BLOCK.blocks.0.0.to_k",
        "MISSING_CROP, output, output"
    })
    void namesTheFirstLayerThatIsWrong(Fault fault, String at, String named) {
        try (Arena arena = Arena.ofShared()) {
            Map<String, TensorData> inputs = StoredMst.inputs(arena).batch(0, 1, arena);
            LayerWalk walk =
                    walk(built(fault, at.replace("BLOCK", BLOCK), weights()), inputs, arena);

            assertThat(walk.firstWrong().map(LayerCheck::layer))
                    .contains(named.replace("BLOCK", BLOCK));
            if (fault == Fault.DROPPED_RESIDUAL) {
                assertThat(walk.absentBeforeFirstWrong()).contains(at.replace("BLOCK", BLOCK));
            }
        }
    }

    /// Two linear layers of equal shape that got each other's weights.
    @Test
    void namesTheFirstOfTwoLayersWhoseWeightsWereExchanged() {
        String attention = BLOCK + ".blocks.0.0";
        Map<String, Weight> exchanged = new HashMap<>(weights().all());
        Weight query = requireNonNull(exchanged.get(attention + ".to_q.weight"));
        Weight value = requireNonNull(exchanged.get(attention + ".to_v.weight"));
        exchanged.put(query.name(), new Weight(query.name(), query.shape(), value.values()));
        exchanged.put(value.name(), new Weight(value.name(), value.shape(), query.values()));
        try (Arena arena = Arena.ofShared()) {
            Map<String, TensorData> inputs = StoredMst.inputs(arena).batch(0, 1, arena);
            Path model = built(Fault.NONE, "", new StoredWeights("exchanged", exchanged));

            assertThat(walk(model, inputs, arena).sentence())
                    .startsWith(
                            "the first layer that is wrong is "
                                    + attention
                                    + ".to_v: it has relL2");
        }
    }

    @Test
    void saysWhichParameterDoesNotFitWhichLayer() {
        Map<String, Weight> wrong = new HashMap<>(weights().all());
        Weight kernel = requireNonNull(wrong.get("body.0.encoder_layers.0.1.weight"));
        wrong.put(kernel.name(), kernel.reshaped(Shape.of(31, 62, 4, 4)));

        assertThatThrownBy(() -> built(Fault.NONE, "", new StoredWeights("w.onnx", wrong)))
                .isInstanceOfSatisfying(
                        AssayException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.ENGINE_BUILD))
                .hasMessage(
                        "Parameter 'body.0.encoder_layers.0.1.weight' of w.onnx is 31x62x4x4, but"
                                + " layer 'body.0.encoder_layers.0.1' needs 62x31x4x4");
    }

    @Test
    void saysWhichParameterIsMissingOrTooMany() {
        Map<String, Weight> fewer = new HashMap<>(weights().all());
        fewer.remove("conv_out.weight");
        Map<String, Weight> more = new HashMap<>(weights().all());
        Weight norm = requireNonNull(more.get(BLOCK + ".blocks.0.1.norm.bias"));
        more.put("head.bias", new Weight("head.bias", norm.shape(), norm.values()));

        assertThatThrownBy(() -> built(Fault.NONE, "", new StoredWeights("w.onnx", fewer)))
                .hasMessage(
                        "Layer 'conv_out' needs the parameter 'conv_out.weight' of 31x31x3x3, which"
                                + " w.onnx does not have");
        assertThatThrownBy(() -> built(Fault.NONE, "", new StoredWeights("w.onnx", more)))
                .hasMessage(
                        "1 parameters of w.onnx go into no layer, the first is 'head.bias': the"
                                + " file is of another network");
    }

    @Test
    void saysWhichNetworksItKnows() {
        StoredWeights other =
                StoredWeights.read(StoredMst.DATA.resolve("models/elan-light/fp32.onnx"));

        assertThatThrownBy(() -> Architecture.of(other))
                .isInstanceOfSatisfying(
                        AssayException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.UNSUPPORTED))
                .hasMessageContaining("known by their parameters' names are [mst-plus-plus]");
    }

    private static StoredWeights weights() {
        return StoredWeights.read(MODEL);
    }

    private Path built(Fault fault, String at, StoredWeights weights) {
        Path file = folder.resolve("built.onnx");
        OnnxNetwork network = new OnnxNetwork("built");
        Architecture.of(weights).build(new FaultyNetwork<>(network, fault, at), weights);
        network.write(file);
        return file;
    }

    /// Every layer against the model that PyTorch's outputs were checked with.
    private LayerWalk walk(Path model, Map<String, TensorData> inputs, Arena arena) {
        Path reference = folder.resolve("reference.onnx");
        List<String> order = MarkedModel.write(MODEL, reference, name -> true);
        Map<String, TensorData> expected = run(reference, inputs, arena);
        Map<String, TensorData> ordered = new LinkedHashMap<>();
        order.forEach(name -> ordered.put(name, requireNonNull(expected.get(name))));
        Path marked = folder.resolve("marked.onnx");
        MarkedModel.write(model, marked, name -> true);
        return LayerWalk.of(
                new LayerReference(ordered, false),
                run(marked, inputs, arena),
                LayerWalk.limit(Precision.FP32));
    }

    private Map<String, TensorData> run(Path model, Map<String, TensorData> inputs, Arena arena) {
        EngineRequest request =
                new EngineRequest(
                        "onnxruntime-cpu",
                        model,
                        Precision.FP32,
                        StoredMst.INPUTS,
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        1,
                        Map.of("threads", "1"));
        Map<String, TensorData> outputs = new HashMap<>();
        try (Engine engine = provider.load(provider.prepare(request, new EngineCache(folder)));
                Session session = engine.openSession();
                Query query = session.bind(inputs)) {
            query.run();
            for (TensorData output : query.outputs()) {
                TensorData copy = TensorData.allocate(output.spec(), arena);
                copy.segment().copyFrom(output.segment());
                outputs.put(output.name(), copy);
            }
        }
        return outputs;
    }

    private Path samplesFile() throws IOException {
        Path copy = folder.resolve("mst-layers.safetensors");
        try (InputStream in =
                requireNonNull(StoredMst.class.getResourceAsStream("/mst-layers.safetensors"))) {
            Files.write(copy, in.readAllBytes());
        }
        return copy;
    }

    private LayerReference samples(Arena arena) throws IOException {
        return LayerReference.read(samplesFile(), List.of(), arena);
    }

    private Map<String, TensorData> samplesInput(int rows, Arena arena) throws IOException {
        TensorData all = requireNonNull(SafetensorsFile.read(samplesFile(), arena).get("input"));
        TensorSpec spec =
                new TensorSpec(
                        "input", all.spec().elementType(), all.shape().row().withBatch(rows));
        TensorData batch = TensorData.allocate(spec, arena);
        batch.segment().copyFrom(all.segment().asSlice(0, spec.byteSize()));
        return Map.of("input", batch);
    }

    /// relL2 of `[n, 31, 13, 10]` at the stored bands.
    private double everyFourthBand(TensorData output, Arena arena) throws IOException {
        TensorData stored =
                requireNonNull(SafetensorsFile.read(samplesFile(), arena).get("output"));
        long plane = output.shape().dim(2) * output.shape().dim(3);
        double difference = 0;
        double length = 0;
        for (long row = 0; row < output.shape().dim(0); row++) {
            for (long i = 0; i < stored.shape().dim(1) * plane; i++) {
                double expected = stored.row(row).get(i);
                double actual = output.row(row).get(i / plane * 4 * plane + i % plane);
                difference += Math.pow(actual - expected, 2);
                length += Math.pow(expected, 2);
            }
        }
        return Math.sqrt(difference / length);
    }
}
