package dev.assay.engines.onnxruntime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.stats.ErrorCalculator;
import dev.assay.core.stats.TensorPairs;
import dev.assay.core.suite.GraphRewrite;
import dev.assay.core.suite.Precision;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineCache;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.ModelInputs;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import dev.assay.onnx.rewrite.FileRewriter;
import dev.assay.onnx.rewrite.Rewriter;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Rewrites change how a network is computed, never what: each is held to PyTorch's stored outputs
/// within the limits of the suites. Where plugins were put in, `expand-plugins` writes out what
/// they are defined as.
class RewrittenModelsTest {
    private static final Path DATA = Path.of("../../reference-data");

    @TempDir Path folder;

    @ParameterizedTest(name = "{0}: {3}")
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    anchor-detr-small; 192x256; 3.3e-6; unfuse-layer-norm:13,padding-mask:10,masked-places:2
                    anchor-detr-small; 192x256; 3.3e-6; unfuse-layer-norm,padding-mask,masked-places,masked-softmax:10,layer-norm:13,add-bias-transpose-q:13,add-bias-transpose-v:5,mask2pos:2,expand-plugins:43
                    anchor-detr-small; 192x256; 3.3e-6; unfuse-layer-norm,padding-mask,masked-places,masked-softmax:10,fold-constants:7,merge-parameters:10,layer-norm:12,add-bias-transpose-q:10,add-bias-transpose-v:5,mask2pos:2,expand-plugins:39
                    anchor-detr-small; 192x256; 3.3e-6; share-subexpressions:4,fold-constants:7
                    anchor-detr-small; 192x256; 3.3e-6; merge-parameters:11
                    anchor-detr-small; 192x256; 3.3e-6; unfuse-layer-norm:13,fuse-layer-norm:13
                    mst-plus-plus; 44x36; 3.5e-6; layer-norm:15,l2-normalize:30,gelu:45,expand-plugins:90
                    mst-plus-plus; 44x36; 3.5e-6; unfuse-layer-norm:15,merge-parameters:15,layer-norm:15,expand-plugins:15
                    mst-plus-plus; 44x36; 3.5e-6; spell-out-lengths:30
                    elan-light; 24x21; 7.3e-7; window-attention:24,expand-plugins:24
                    """)
    void computesTheSame(String model, String size, double limit, String steps) {
        Path file = folder.resolve("rewritten.onnx");
        FileRewriter.Report report =
                FileRewriter.rewrite(
                        DATA.resolve("models/" + model + "/fp32.onnx"), steps(steps), file);

        assertThat(report.plugins()).isEmpty();
        Path inputs = rows(model, size);
        Path outputs = DATA.resolve("outputs/" + model + "/fp32-" + size + ".safetensors");
        EngineRequest request = request(file, inputs);
        OnnxRuntimeProvider provider = new OnnxRuntimeProvider();
        try (Arena arena = Arena.ofShared();
                Engine engine = provider.load(provider.prepare(request, new EngineCache(folder)));
                Session session = engine.openSession()) {
            ModelInputs rows = ModelInputs.read(inputs, Shape.parse("3x" + size), arena);
            Map<String, TensorData> expected = SafetensorsFile.read(outputs, arena);
            // Also where two images share a batch: what has no batch of its own must not show.
            try (Query query = session.bind(rows.batch(0, 2, arena))) {
                query.run();
                for (TensorData output : query.outputs()) {
                    TensorData reference =
                            ModelInputs.gather(
                                    requireNonNull(expected.get(output.spec().name())),
                                    rows.rowsOf(0, 2),
                                    arena);
                    assertThat(
                                    ErrorCalculator.calculate(TensorPairs.of(output, reference))
                                            .relativeL2()
                                            .orElseThrow())
                            .isBetween(1e-9, limit);
                }
            }
        }
    }

    /// All ceilings still run, and give outputs of the network's shapes.
    @ParameterizedTest
    @CsvSource({
        "anchor-detr-small,192x256,ceiling-layer-norm:13",
        "anchor-detr-small,192x256,ceiling-add-bias-transpose-q:13",
        "anchor-detr-small,192x256,ceiling-add-bias-transpose-v:5",
        "mst-plus-plus,44x36,ceiling-gelu:45",
        "mst-plus-plus,44x36,ceiling-l2-normalize:30",
        "elan-light,24x21,ceiling-window-attention:24",
        "anchor-detr-small,192x256,'padding-mask,ceiling-masked-softmax:10'",
        "anchor-detr-small,192x256,'masked-places,ceiling-mask2pos:2'"
    })
    void runsWithNextToNothingInAPluginsPlace(String model, String size, String steps) {
        Path file = folder.resolve("ceiling.onnx");

        List<Rewriter.Done> done =
                FileRewriter.rewrite(
                                DATA.resolve("models/" + model + "/fp32.onnx"), steps(steps), file)
                        .done();

        assertThat(done).isNotEmpty();
        Path inputs = rows(model, size);
        EngineRequest request = request(file, inputs);
        OnnxRuntimeProvider provider = new OnnxRuntimeProvider();
        try (Arena arena = Arena.ofShared();
                Engine engine = provider.load(provider.prepare(request, new EngineCache(folder)));
                Session session = engine.openSession();
                Query query =
                        session.bind(
                                ModelInputs.read(inputs, Shape.parse("3x" + size), arena)
                                        .batch(0, 2, arena))) {
            query.run();
            Map<String, TensorData> stored =
                    SafetensorsFile.read(
                            DATA.resolve("outputs/" + model + "/fp32-" + size + ".safetensors"),
                            arena);
            for (TensorData output : query.outputs()) {
                assertThat(output.shape().row())
                        .isEqualTo(requireNonNull(stored.get(output.spec().name())).shape().row());
            }
        }
    }

    private static EngineRequest request(Path file, Path inputs) {
        return new EngineRequest(
                "onnxruntime-cpu",
                file,
                Precision.FP32,
                inputs,
                Optional.empty(),
                Optional.empty(),
                0,
                1,
                Map.of("threads", "2"));
    }

    /// A detector's row is stored compressed.
    private static Path rows(String model, String size) {
        String suffix = model.startsWith("anchor-detr") ? ".npz" : ".safetensors";
        return DATA.resolve("inputs/" + model + "/" + size + suffix);
    }

    private static List<GraphRewrite> steps(String text) {
        return Arrays.stream(text.split(",", -1)).map(GraphRewrite::parse).toList();
    }
}
