package dev.assay.core.format;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import dev.assay.core.format.storage.MemoryBudget;
import dev.assay.core.format.storage.TensorHints;
import dev.assay.core.tensor.TensorData;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolygraphyFileTest {
    private static final String ARRAY = array("(2,)", 7, 9);
    private static final String RESULTS =
            """
            {"lst": [["trt", [{"outputs": {"y": {"values": %s, "polygraphy_class": "LazyArray"}},
            "runtime": 0.1, "runner_name": "trt", "polygraphy_class": "IterationResult"}]]],
            "polygraphy_class": "RunResults"}\
            """
                    .formatted(ARRAY);

    @TempDir Path folder;
    private final Arena arena = Arena.ofConfined();

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void readsTheOneIterationOfTheOneRunner() {
        Map<String, TensorData> outputs = read(written("outputs.json"), "");

        assertThat(outputs)
                .containsOnlyKeys(
                        "float64", "float32", "float16", "int8", "uint8", "int32", "int64", "bool");
        assertThat(get(outputs, "float32", 4)).isEqualTo(96);
    }

    @Test
    void readsTheIterationsOfTheRunnerThatWasNamed() {
        Map<String, TensorData> outputs = read(written("two-runners.json"), "trt");

        assertThat(outputs).hasSize(16).containsKeys("0/float32", "1/float32");
        assertThat(get(outputs, "0/float32", 1)).isEqualTo(4);
        assertThat(get(outputs, "1/float32", 1)).isEqualTo(8);
        assertThat(get(outputs, "1/int8", 5)).isEqualTo(-128);
    }

    @ParameterizedTest
    @CsvSource({"''", "t", "tensorrt"})
    void asksWhichRunnerIsMeantUnlessOneIs(String beginning) {
        if (beginning.equals("t")) {
            assertThat(read(written("two-runners.json"), beginning)).hasSize(16);
            return;
        }
        assertFails(ErrorKind.DATA, () -> read(written("two-runners.json"), beginning))
                .withMessageContaining("two-runners.json: 'lst' has the runners")
                .withMessageContaining("'trt-runner-N0-03/05/26-12:00:01'")
                .withMessageContaining("--runner");
    }

    @Test
    void readsSavedInputs() {
        Map<String, TensorData> inputs = read(written("inputs.json"), "");

        assertThat(inputs).containsOnlyKeys("0/x", "1/x");
        assertThat(get(inputs, "1/x", 1)).isEqualTo(2);
    }

    @Test
    void refusesPickledTensors() {
        assertFails(ErrorKind.DATA, () -> read(written("torch.json"), ""))
                .withMessageContaining("torch.json")
                .withMessageContaining("line 10")
                .withMessageContaining("pickled PyTorch tensor")
                .withMessageContaining("tensor.numpy()");
    }

    @Test
    void readsThePresentAndThePastMarksOfClasses() throws IOException {
        assertThat(get(read(write(RESULTS), ""), "y", 1)).isEqualTo(9);
        String old =
                RESULTS.replaceAll(
                        "\"polygraphy_class\": \"(\\w+)\"",
                        "\"__polygraphy_encoded_$1\": \"polygraphy_serialized_json_type\"");
        assertThat(get(read(write(old.replace("LazyArray", "LazyNumpyArray")), ""), "y", 0))
                .isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"RunResults\";\"AccuracyResult\";not a 'AccuracyResult'",
                "\"lst\";\"list\";no 'lst'",
                "\"outputs\";\"out\";no 'outputs'",
                "\"runtime\": 0.1;\"outputs\": {};comes twice",
                "\"values\";\"value\";an object has no array",
                "\"array\": \";\"array\": \"*;Illegal character",
                "[[\"trt\", [;[[\"trt\", [7, ;an iteration as an object",
                "[[\"trt\",;[[7,;a runner's name as text",
                "}]]],;}]], [\"trt\", []]],;two runners of one name",
                "\"polygraphy_class\": \"RunResults\"};{;not JSON"
            })
    void refusesWhatIsNotThatStructure(String from, String to, String message) throws IOException {
        assertThat(RESULTS).contains(from);
        Path file = write(RESULTS.replace(from, to));

        assertFails(ErrorKind.DATA, () -> read(file, ""))
                .withMessageContaining(file.toString())
                .withMessageContaining(message);
    }

    @Test
    void refusesTwoOutputsOfOneName() throws IOException {
        String twice = "{\"y\": %s, \"y\": %s}".formatted(ARRAY, ARRAY);
        Path file = write("[" + twice + "]");

        assertFails(ErrorKind.DATA, () -> read(file, ""))
                .withMessageContaining("('/0/y'): two arrays are named 'y'");
    }

    @Test
    void namesTheArrayThatIsDamaged() throws IOException {
        Path file = write("[{\"x\": " + array("(3,)", 1, 2) + "}]");

        assertFails(ErrorKind.DATA, () -> read(file, ""))
                .withMessageContaining(file + ": '/0/x/array' is not an .npy array")
                .withMessageContaining("needs 3 bytes of data, it has 2");
    }

    @Test
    void takesNoMemoryForAShapeThatTheFileCannotHold() throws IOException {
        Path file = write("[{\"x\": " + array("(1000000000,)", 1, 2) + "}]");

        assertFails(ErrorKind.DATA, () -> read(file, ""))
                .withMessageContaining("needs 1000000000 bytes of data, it has at most");
    }

    @Test
    void refusesMoreMemoryThanTheLimit() throws IOException {
        Path file = write("[{\"x\": %s, \"y\": %s}]".formatted(ARRAY, ARRAY));
        MemoryBudget budget = new MemoryBudget(3);

        assertFails(
                        ErrorKind.DATA,
                        () -> PolygraphyFile.read(file, TensorHints.NONE, budget, arena))
                .withMessageContaining("'/0/y/array': the array needs 2 bytes of memory");
    }

    @Test
    void refusesDeepNestingAndOtherEncodings() throws IOException {
        Path deep = write("{\"a\":" + "[".repeat(1_000_000));
        assertFails(ErrorKind.DATA, () -> read(deep, "")).withMessageContaining("nesting depth");

        Path utf16 = Files.writeString(folder.resolve("b.json"), "[]", StandardCharsets.UTF_16LE);
        assertFails(ErrorKind.DATA, () -> read(utf16, ""))
                .withMessageContaining("not JSON in UTF-8");
    }

    @Test
    void refusesAFileWithoutAnArray() throws IOException {
        Path file = write("[]");

        assertFails(ErrorKind.DATA, () -> TensorFiles.read(file, arena))
                .withMessageContaining("holds no tensor");
    }

    private Path write(String json) throws IOException {
        return Files.writeString(folder.resolve("a.json"), json);
    }

    private Map<String, TensorData> read(Path file, String runner) {
        Optional<String> wanted = Optional.of(runner).filter(it -> !it.isEmpty());
        return PolygraphyFile.read(
                file, new TensorHints(Optional.empty(), Map.of(), Map.of(), wanted), arena);
    }

    private static String array(String shape, int... values) {
        byte[] data = new byte[values.length];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) values[i];
        }
        byte[] npy = NumpyBytes.version1(NumpyBytes.header("'|u1'", false, shape), data);
        return "{\"array\": \"%s\", \"polygraphy_class\": \"ndarray\"}"
                .formatted(Base64.getEncoder().encodeToString(npy));
    }

    private static Path written(String name) {
        return ElementTypesInFilesTest.written(name);
    }

    private static double get(Map<String, TensorData> tensors, String name, long index) {
        return Objects.requireNonNull(tensors.get(name), name).get(index);
    }
}
