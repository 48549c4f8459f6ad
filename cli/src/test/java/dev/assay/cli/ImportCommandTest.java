package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.ModelSpec;
import dev.assay.core.suite.Suite;
import dev.assay.core.suite.SuiteReader;
import dev.assay.core.suite.Tolerance;
import dev.assay.core.suite.ToleranceKey;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.core.verdict.Exit;
import dev.assay.onnx.graph.OnnxFile;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.ModelProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `assay import` as a user types it, on ONNX Runtime. The model pads H and W reflectively up to
/// multiples of 8, so that rows of 8x8 come out as they went in: `x` to `y`, F32 [N, 2, H, W].
class ImportCommandTest {
    private static final Path MODEL =
            Path.of("../engines/api/src/test/resources/reflect-pad-dynamic.onnx");
    private static final Shape ROWS = Shape.of(2, 2, 8, 8);

    @TempDir Path folder;

    private Assay assay;

    @BeforeEach
    void copyTheModel() throws IOException {
        Files.copy(MODEL, folder.resolve("Pad net.onnx"));
        assay = new Assay(folder);
    }

    @Test
    void makesASuiteThatRunsAndAgrees() throws Exception {
        save("x.safetensors", tensor("x", ROWS, i -> i / 100));
        save("y.safetensors", tensor("y", ROWS, i -> i / 100));

        Assay.Result result = assay.run(command("x.safetensors", "y.safetensors"));

        assertThat(result.exitCode()).as(result.output()).isEqualTo(Exit.CLEAN);
        assertThat(result.output())
                .contains("inputs        x FLOAT32 2x2x8x8")
                .contains("FP32: relL2 0.0e+00 from the references")
                .contains("./run-all.sh run --suite pad-net/suite.yml --effort trial");
        assertThat(result.output().lines()).allMatch(line -> line.length() <= 80);
        assertThat(SafetensorsFile.notes(folder.resolve("pad-net/references.safetensors")))
                .containsOnlyKeys("assay.input-sha256.x");
        Assay.Result run = assay.run("run", "--suite", "pad-net/suite.yml", "--effort", "trial");
        assertThat(run.exitCode()).as(run.output()).isEqualTo(Exit.CLEAN);
        assertThat(run.output()).contains("2 of 2 measured cases agree with their references.");
    }

    @Test
    void findsInputsInTheFileOfTheReferencesAndBoundsAtLeastOneRounding() throws Exception {
        save("both.safetensors", tensor("x", ROWS, i -> i), tensor("y", ROWS, i -> i));

        Assay.Result result =
                assay.run("import", "--onnx", "Pad net.onnx", "--reference", "both.safetensors");

        assertThat(result.exitCode()).as(result.output()).isEqualTo(Exit.CLEAN);
        Suite suite = suite("pad-net");
        ModelSpec model = suite.models().getFirst();
        assertThat(model.onnx()).contains(folder.toRealPath().resolve("Pad net.onnx"));
        assertThat(model.shapes()).containsExactly(Shape.of(2, 8, 8));
        assertThat(suite.batches()).containsExactly(1, 4);
        // The engine agrees to the bit: 10 * 2^-24, and as much of the largest value, 255.
        assertThat(suite.tolerances().values())
                .extracting(Tolerance::limits)
                .singleElement()
                .satisfies(limits ->
                        assertThat(limits)
                                .containsEntry(ToleranceKey.REL_L2, 6.0e-7)
                                .containsEntry(ToleranceKey.MAX_ABS, 1.6e-4));
    }

    /// As Polygraphy names the arrays of several iterations.
    @Tag("long")
    @Test
    void joinsIterationsToRows() throws Exception {
        Shape row = Shape.of(1, 2, 8, 8);
        save("x.safetensors", tensor("0/x", row, i -> i), tensor("1/x", row, i -> -i));
        save("y.safetensors", tensor("0/y", row, i -> i), tensor("1/y", row, i -> -i));

        Assay.Result result = assay.run(command("x.safetensors", "y.safetensors"));

        assertThat(result.exitCode()).as(result.output()).isEqualTo(Exit.CLEAN);
        assertThat(result.output())
                .contains("x FLOAT32 2x2x8x8")
                .contains("relL2 0.0e+00 from the references");
    }

    @Tag("long")
    @Test
    void measuresWithoutReferencesButSaysSo() throws Exception {
        save("x.safetensors", tensor("anything", ROWS, i -> i));

        Assay.Result result =
                assay.run("import", "--onnx", "Pad net.onnx", "--inputs", "x.safetensors");

        assertThat(result.exitCode()).as(result.output()).isEqualTo(Exit.CLEAN);
        assertThat(result.output()).contains("none: the outputs will be UNCHECKED");
        assertThat(suite("pad-net").models().getFirst().references()).isEmpty();
    }

    @Test
    void refusesToCalibrateWithWhatIsScored() throws Exception {
        save("x.safetensors", tensor("x", ROWS, i -> i));
        save("other.safetensors", tensor("x", ROWS, i -> 255 - i));

        Assay.Result same = importing("x.safetensors", "same", "--calibration", "x.safetensors");
        Assay.Result other =
                importing("x.safetensors", "other", "--calibration", "other.safetensors");

        assertThat(same.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(same.output()).contains("x.safetensors: row 0 is row 0 of the inputs");
        assertThat(folder.resolve("same")).doesNotExist();
        assertThat(other.exitCode()).as(other.output()).isEqualTo(Exit.CLEAN);
    }

    /// Polygraphy writes the inputs of several runners once, without a runner.
    @Tag("long")
    @Test
    void readsOneOfSeveralRunnersAndInputsThatHaveNone() throws Exception {
        Shape row = Shape.of(1, 2, 8, 8);
        String x = array(tensor("x", row, i -> i));
        String wrong = array(tensor("y", row, i -> 2 * i));
        Files.writeString(folder.resolve("x.json"), "[{\"x\": %s}]".formatted(x));
        Files.writeString(
                folder.resolve("y.json"),
                "{\"lst\": [%s, %s], \"polygraphy_class\": \"RunResults\"}"
                        .formatted(runner("torch", x), runner("trt", wrong)));

        Assay.Result result =
                assay.run(
                        "import",
                        "--onnx",
                        "Pad net.onnx",
                        "--inputs",
                        "x.json",
                        "--reference",
                        "y.json",
                        "--runner",
                        "torch");

        assertThat(result.exitCode()).as(result.output()).isEqualTo(Exit.CLEAN);
        assertThat(result.output()).contains("relL2 0.0e+00 from the references");
    }

    private static String runner(String name, String values) {
        return """
        ["%s", [{"outputs": {"y": {"values": %s, "polygraphy_class": "LazyArray"}},
        "runtime": 0.1, "runner_name": "%s", "polygraphy_class": "IterationResult"}]]\
        """
                .formatted(name, values, name);
    }

    /// An array as Polygraphy writes it: base64 of a .npy file.
    private String array(TensorData tensor) throws IOException {
        byte[] header =
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2, 8, 8), }"
                        .getBytes(StandardCharsets.US_ASCII);
        ByteBuffer npy =
                ByteBuffer.allocate(10 + header.length + (int) tensor.segment().byteSize())
                        .order(ByteOrder.LITTLE_ENDIAN);
        npy.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) header.length)
                .put(header)
                .put(tensor.segment().asByteBuffer());
        return "{\"array\": \"%s\", \"polygraphy_class\": \"ndarray\"}"
                .formatted(Base64.getEncoder().encodeToString(npy.array()));
    }

    @Tag("long")
    @Test
    void seesNaNWithoutReferences() throws Exception {
        ModelProto model = OnnxFile.read(MODEL);
        GraphProto.Builder graph = model.getGraph().toBuilder();
        int last = graph.getNodeCount() - 1;
        graph.setNode(last, graph.getNode(last).toBuilder().setOutput(0, "padded"))
                .addNode(
                        NodeProto.newBuilder().setOpType("Sqrt").addInput("padded").addOutput("y"));
        OnnxFile.write(model.toBuilder().setGraph(graph).build(), folder.resolve("root.onnx"));
        save("x.safetensors", tensor("x", ROWS, i -> i - 3));

        Assay.Result result =
                assay.run("import", "--onnx", "root.onnx", "--inputs", "x.safetensors");

        assertThat(result.exitCode()).as(result.output()).isEqualTo(Exit.REGRESSION);
        assertThat(result.output())
                .contains("WRONG  ONNX Runtime: 3 of 256 values of the output 'y' are NaN");
    }

    @Tag("long")
    @Test
    void proposesNoToleranceThatAMistakePasses() throws Exception {
        save("x.safetensors", tensor("x", ROWS, i -> i));
        save("y.safetensors", tensor("y", ROWS, i -> 1.02 * i));

        Assay.Result result = assay.run(command("x.safetensors", "y.safetensors"));

        assertThat(result.exitCode()).as(result.output()).isEqualTo(Exit.REGRESSION);
        assertThat(result.output())
                .contains("WRONG  ONNX Runtime: 'y' is relL2 2.0e-02 from its reference")
                .contains("it is 0.9804 times the reference");
        assertThat(Files.readString(folder.resolve("pad-net/suite.yml")))
                .contains("FP32: { relL2: 6.1e-05 }");
    }

    @Test
    void namesEverythingThatDoesNotFitAtOnceAndWritesNothing() throws Exception {
        save("x.safetensors", tensor("x", Shape.of(2, 8, 8, 2), i -> i == 3 ? Double.NaN : i));
        save("y.safetensors", tensor("z", Shape.of(3, 2, 8, 8), i -> i), tensor("q", ROWS, i -> i));

        Assay.Result result = assay.run(command("x.safetensors", "y.safetensors"));

        assertThat(result.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(result.output())
                .contains("it looks like [N, H, W, C], save x.transpose(0, 3, 1, 2)")
                .contains("1 of 256 values of the input 'x' are NaN or infinite")
                .contains("the model's output y FLOAT32 ?x2x?x? is in none of [y.safetensors]")
                .contains("'z', which is none of the model's outputs [y]");
        try (var files = Files.list(folder)) {
            assertThat(files.map(it -> it.getFileName().toString()))
                    .noneMatch(it -> it.contains("pad-net"));
        }
    }

    @Test
    void takesFloat64OnlyWhereNothingIsLost() throws Exception {
        save("even.safetensors", tensor(ElementType.FLOAT64, "x", ROWS, i -> i));
        save("odd.safetensors", tensor(ElementType.FLOAT64, "x", ROWS, i -> i / 3));

        assertThat(importing("even.safetensors", "even").exitCode()).isEqualTo(Exit.CLEAN);
        assertThat(importing("odd.safetensors", "odd").output())
                .contains("'x' is FLOAT64, the model takes FLOAT32: save x.astype(np.float32)");
    }

    @Test
    void refusesToOverwriteAndFilesThatAreNoOnnxOrTooNew() throws Exception {
        save("x.safetensors", tensor("x", ROWS, i -> i));
        Files.createDirectories(folder.resolve("taken/something"));
        // IR version 11, an empty graph, opset 23 of ONNX's own operators.
        Files.write(folder.resolve("new.onnx"), new byte[] {8, 11, 58, 0, 66, 2, 16, 23});
        Files.writeString(folder.resolve("page.onnx"), "<html>");

        assertThat(importing("x.safetensors", "taken").output()).contains("taken is there already");
        assertThat(assay.run("import", "--onnx", "new.onnx", "--inputs", "x.safetensors").output())
                .contains("new.onnx has opset 23, ONNX Runtime 1.20 knows operators up to 21")
                .contains("export it with opset_version=17");
        assertThat(assay.run("import", "--onnx", "page.onnx", "--inputs", "x.safetensors").output())
                .contains("page.onnx is damaged, cut off or no ONNX file");
        assertThat(assay.run("import", "--onnx", "Pad net.onnx").output())
                .contains("--inputs is missing");
    }

    @Tag("long")
    @Test
    void copiesAModelWhoseFileFormatIsTooNewAndClearsWhatAKilledOneLeft() throws Exception {
        Path model = folder.resolve("Pad net.onnx");
        byte[] bytes = Files.readAllBytes(model);
        // Field 1, the IR version, is what exporters write first.
        assertThat(bytes[0]).isEqualTo((byte) 8);
        bytes[1] = 12;
        Files.write(model, bytes);
        // As after kill -9; no process has this number.
        Files.createDirectories(folder.resolve(".pad-net.part-999999999/work"));
        save("x.safetensors", tensor("x", ROWS, i -> i / 100));
        save("y.safetensors", tensor("y", ROWS, i -> i / 100));

        Assay.Result result = assay.run(command("x.safetensors", "y.safetensors"));

        assertThat(result.exitCode()).as(result.output()).isEqualTo(Exit.CLEAN);
        assertThat(result.output())
                .contains("Pad net.onnx (IR version 12; model.onnx is the same with 10)")
                .contains("FP32: relL2 0.0e+00 from the references");
        assertThat(suite("pad-net").models().getFirst().onnx())
                .contains(folder.toRealPath().resolve("pad-net/model.onnx"));
        assertThat(Files.readAllBytes(model)).as("the user's file").isEqualTo(bytes);
        assertThat(folder.resolve(".pad-net.part-999999999")).doesNotExist();
        bytes[1] = 10;
        assertThat(folder.resolve("pad-net/model.onnx")).hasBinaryContent(bytes);
    }

    @Test
    void namesFilesAndTensorsThatAreNotThere() throws Exception {
        save("x.safetensors", tensor("x", ROWS, i -> i));

        Assay.Result script =
                assay.run(
                        "import",
                        "--onnx",
                        "Pad net.onnx",
                        "--inputs",
                        "x.safetensors",
                        "--torchscript",
                        "no.pt");
        Assay.Result rename =
                assay.run(
                        "import",
                        "--onnx",
                        "Pad net.onnx",
                        "--inputs",
                        "x.safetensors",
                        "--rename",
                        "y=x");

        assertThat(script.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(script.output()).contains("--torchscript: there is no file").contains("no.pt");
        assertThat(rename.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(rename.output())
                .contains("--rename y=x: no file holds a tensor 'y', they hold [x]");
        assertThat(folder.resolve("pad-net")).doesNotExist();
    }

    private static String[] command(String inputs, String reference) {
        return new String[] {
            "import", "--onnx", "Pad net.onnx", "--inputs", inputs, "--reference", reference
        };
    }

    private Assay.Result importing(String inputs, String name, String... more) throws Exception {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "import",
                                "--onnx",
                                "Pad net.onnx",
                                "--inputs",
                                inputs,
                                "--name",
                                name));
        arguments.addAll(List.of(more));
        return assay.run(arguments.toArray(String[]::new));
    }

    private Suite suite(String name) throws IOException {
        return new SuiteReader(EngineCatalog.standard())
                .read(folder.toRealPath().resolve(name).resolve("suite.yml"));
    }

    private void save(String name, TensorData... tensors) {
        SafetensorsFile.write(folder.resolve(name), List.of(tensors));
    }

    private static TensorData tensor(String name, Shape shape, DoubleUnaryOperator value) {
        return tensor(ElementType.FLOAT32, name, shape, value);
    }

    private static TensorData tensor(
            ElementType type, String name, Shape shape, DoubleUnaryOperator value) {
        TensorData tensor = TensorData.allocate(new TensorSpec(name, type, shape), Arena.ofAuto());
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < shape.elements(); i++) {
            values.add(value.applyAsDouble(i));
        }
        var buffer = tensor.segment().asByteBuffer().order(ByteOrder.nativeOrder());
        values.forEach(it -> {
            if (type == ElementType.FLOAT64) {
                buffer.putDouble(it);
            } else {
                buffer.putFloat(it.floatValue());
            }
        });
        return tensor;
    }
}
