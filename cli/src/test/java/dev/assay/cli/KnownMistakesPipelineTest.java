package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.core.verdict.Exit;
import dev.assay.engines.ModelInputs;
import dev.assay.onnx.graph.OnnxFile;
import dev.assay.onnx.proto.Onnx.AttributeProto;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.ModelProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mistakes that nobody saw at the time, made again in a whole run on ONNX Runtime: it has to turn
/// red and to say which it is. docs/known-mistakes.md has them all; calibrating with scored rows is
/// in {@link QuantizePipelineTest}.
///
/// The model pads `x` [N, 2, 44, 44], pixels of 0..255, reflectively at the end of H and W to `y`
/// [N, 2, 48, 48].
class KnownMistakesPipelineTest {
    private static final Path MODEL =
            Path.of("../engines/api/src/test/resources/reflect-pad-dynamic.onnx");
    private static final int ROWS = 2;
    private static final int CHANNELS = 2;
    private static final int SIDE = 44;
    private static final int PADDED = 48;

    private final Arena arena = Arena.ofShared();

    @TempDir Path folder;

    private Assay assay;

    /// A pixel of 0..255; no image equals its transpose.
    private interface Pixel {
        float at(int plane, int h, int w);
    }

    @BeforeEach
    void makeASuiteThatIsRight() throws IOException {
        assay = new Assay(folder);
        Files.copy(MODEL, folder.resolve("model.onnx"));
        TensorData inputs = tensor("x", SIDE, KnownMistakesPipelineTest::pixel);
        SafetensorsFile.write(folder.resolve("inputs.safetensors"), List.of(inputs));
        ModelInputs fed =
                ModelInputs.read(folder.resolve("inputs.safetensors"), inputs.shape().row(), arena);
        TensorData references =
                tensor("y", PADDED, (plane, h, w) -> pixel(plane, reflected(h), reflected(w)));
        SafetensorsFile.write(
                folder.resolve("references.safetensors"),
                List.of(references),
                Map.of(ModelInputs.SHA256_NOTE + "x", fed.sha256("x").orElseThrow()));
        AtomicFile.write(
                folder.resolve("suite.yml"),
                """
                schema: assay.suite/1
                name: mistakes
                models:
                  - id: pad
                    onnx: model.onnx
                    inputs: inputs.safetensors
                    references: references.safetensors
                    range: [0, 255]
                    shapes: [2x44x44]
                    task: { kind: image }
                engines: [{ id: onnxruntime-cpu, options: { threads: 1 } }]
                batches: [2]
                tolerances:
                  FP32: { relL2: 1e-6 }
                """);
    }

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void agreesWhereNoMistakeIsMade() throws Exception {
        Assay.Result result = run();

        assertThat(result.exitCode()).as(result.output()).isEqualTo(Exit.CLEAN);
        assertThat(result.output()).contains("1 of 1 measured cases agree");
    }

    @Test
    void findsZerosWhereTheNetworkReflects() throws Exception {
        ModelProto model = OnnxFile.read(MODEL);
        GraphProto.Builder graph = model.getGraph().toBuilder();
        int last = graph.getNodeCount() - 1;
        NodeProto pad = graph.getNode(last);
        AttributeProto mode = pad.getAttribute(0);
        assertThat(mode.getS().toStringUtf8()).isEqualTo("reflect");
        mode = mode.toBuilder().setS(ByteString.copyFromUtf8("constant")).build();
        graph.setNode(last, pad.toBuilder().setAttribute(0, mode));
        OnnxFile.write(model.toBuilder().setGraph(graph).build(), folder.resolve("model.onnx"));

        Assay.Result result = run();

        assertThat(result.exitCode()).as(result.output()).isEqualTo(Exit.REGRESSION);
        assertThat(page())
                .contains("the error lies within 4 pixels of the border: look at the padding");
    }

    @Test
    void refusesImagesWhoseHeightAndWidthAreExchanged() throws Exception {
        SafetensorsFile.write(
                folder.resolve("inputs.safetensors"),
                List.of(tensor("x", SIDE, (plane, h, w) -> pixel(plane, w, h))));

        Assay.Result result = run();

        assertThat(result.exitCode()).as(result.output()).isEqualTo(Exit.CASES_FAILED);
        assertThat(result.output())
                .contains("references.safetensors was computed from another input 'x'")
                .contains("look for a changed layout");
    }

    /// Engine and stored outputs may even agree on such inputs: here the note that tells them apart
    /// was stored with the mistake.
    @Tag("long")
    @Test
    void refusesFractionsWhereTheNetworkTakesBytes() throws Exception {
        SafetensorsFile.write(
                folder.resolve("inputs.safetensors"),
                List.of(tensor("x", SIDE, (plane, h, w) -> pixel(plane, h, w) / 255)));
        SafetensorsFile.write(
                folder.resolve("references.safetensors"),
                List.of(
                        tensor(
                                "y",
                                PADDED,
                                (plane, h, w) -> pixel(plane, reflected(h), reflected(w)) / 255)));

        Assay.Result result = run();

        assertThat(result.exitCode()).as(result.output()).isEqualTo(Exit.CASES_FAILED);
        assertThat(result.output())
                .contains("input 'x' reaches from 0.0 to 1.0")
                .contains("'range' for this model is [0.0, 255.0], of which that is less than");
    }

    /// No reference is needed to call that wrong.
    @Tag("long")
    @Test
    void failsNaNThatNothingIsStoredFor() throws Exception {
        TensorData inputs = tensor("x", SIDE, KnownMistakesPipelineTest::pixel);
        inputs.segment().setAtIndex(ValueLayout.JAVA_FLOAT, SIDE, Float.NaN);
        SafetensorsFile.write(folder.resolve("inputs.safetensors"), List.of(inputs));
        Path suite = folder.resolve("suite.yml");
        AtomicFile.write(
                suite,
                Files.readString(suite)
                        .replaceAll("(?m)^ +(references|range):.*\n", "")
                        .replaceAll("(?s)tolerances.*", ""));

        Assay.Result result = run();

        assertThat(result.exitCode()).as(result.output()).isEqualTo(Exit.REGRESSION);
        assertThat(result.output()).contains("1 of 9216 values are NaN or infinite");
    }

    private Assay.Result run() throws Exception {
        return assay.run("run", "--suite", "suite.yml", "--effort", "trial");
    }

    private String page() throws IOException {
        return Files.readString(folder.resolve("runs/latest/report/index.html"));
    }

    private static float pixel(int plane, int h, int w) {
        return (plane * 31 + h * 7 + w * w * 3) % 256;
    }

    /// Without the last one, which is not repeated: 42 follows upon 43.
    private static int reflected(int at) {
        return at < SIDE ? at : 2 * (SIDE - 1) - at;
    }

    private TensorData tensor(String name, int side, Pixel pixel) {
        TensorData tensor =
                TensorData.allocate(
                        new TensorSpec(
                                name, ElementType.FLOAT32, Shape.of(ROWS, CHANNELS, side, side)),
                        arena);
        for (int i = 0; i < tensor.elements(); i++) {
            tensor.segment()
                    .setAtIndex(
                            ValueLayout.JAVA_FLOAT,
                            i,
                            pixel.at(i / side / side, i / side % side, i % side));
        }
        return tensor;
    }
}
