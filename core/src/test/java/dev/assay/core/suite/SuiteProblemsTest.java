package dev.assay.core.suite;

import static dev.assay.core.Failures.assertFails;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What {@link SuiteReader} says of suites with mistakes.
class SuiteProblemsTest {
    @TempDir Path folder;

    @Test
    void reportsFiveMistakesAtOnceWithTheirLines() {
        String yaml =
                """
                schema: assay.suite/1
                name: smoke
                model: []
                models:
                  - id: mst
                    onnx: missing.onnx
                    inputs: inputs.safetensors
                    shapes: [3x96x90]
                engines:
                  - onnxruntime-cpi
                precisions: [FP32, FP33]
                batches: [1, 0]
                """;
        Path file = folder.resolve("suite.yml");

        refuses(yaml)
                .withMessage(
                        String.join(
                                "\n",
                                "5 problems in " + file,
                                file
                                        + ":3: unknown key 'model' in the suite (did you mean 'models'?)",
                                file
                                        + ":6: onnx: there is no file "
                                        + folder.resolve("missing.onnx"),
                                file
                                        + ":10: unknown engine 'onnxruntime-cpi' (did you mean"
                                        + " 'onnxruntime-cpu'?)",
                                file + ":11: unknown precision 'FP33' (did you mean 'FP32'?)",
                                file + ":12: batch '0' must be from 1 to 65536"));
    }

    @Test
    void givesTheLineOfASyntaxError() {
        refuses("schema: assay.suite/1\nname: smoke\nmodels: [\n")
                .withMessageContaining("suite.yml:4: not valid YAML: ");
        refuses("schema: assay.suite/1\nname: \"smoke\n").withMessageContaining("not valid YAML");
        refuses("a: 1\n---\nb: 2\n").withMessageContaining("suite.yml:2: not valid YAML");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name: a\u0007b\n", "name: \u0000\n"})
    void refusesControlCharacters(String yaml) {
        refuses(yaml).withMessageContaining("not valid YAML");
    }

    @Test
    void refusesAnEmptyFileAndWhatIsNoMapping() {
        refuses("").withMessageContaining("suite.yml:1: the file is empty");
        refuses("- a\n- b\n").withMessageContaining("the suite must be a mapping");
    }

    @Test
    void refusesAFileThatIsNotThereOrNotText() throws IOException {
        SuiteReader reader = new SuiteReader(EngineCatalog.standard());
        Path latin = folder.resolve("latin.yml");
        Files.write(latin, "name: größe".getBytes(StandardCharsets.ISO_8859_1));

        assertFails(ErrorKind.CONFIG, () -> reader.read(folder.resolve("none.yml")))
                .withMessageContaining("none.yml");
        assertFails(ErrorKind.CONFIG, () -> reader.read(latin)).withMessageContaining("latin.yml");
    }

    @Test
    void reportsARepeatedKeyAtItsSecondLine() {
        refuses(SuiteFiles.SMALLEST + "name: again\n")
                .withMessageContaining("suite.yml:9: key 'name' appears twice in the suite");
    }

    @Test
    void namesEveryMissingKey() {
        refuses("name: smoke\n")
                .withMessageContaining("has no 'schema'")
                .withMessageContaining("has no 'models'")
                .withMessageContaining("has no 'engines'");
    }

    @Test
    void refusesAnotherSchemaNamingBoth() {
        refuses(SuiteFiles.SMALLEST.replace("suite/1", "suite/2"))
                .withMessageContaining(
                        "suite.yml:1: schema is 'assay.suite/2', this Assay reads 'assay.suite/1'");
    }

    @ParameterizedTest
    @CsvSource({
        "'tolerances: { FP32: { relL2: -1 } }', relL2 is '-1'",
        "'tolerances: { FP32: { relL2: NaN } }', relL2 is 'NaN'",
        "'tolerances: { FP32: { relL2: Infinity } }', relL2 is 'Infinity'",
        "'tolerances: { FP32: { relL2: small } }', relL2 is 'small'",
        "'tolerances: { FP32: { relL2: [1] } }', relL2 must be a single value",
        "'tolerances: { FP32: { rell2: 1 } }', did you mean 'relL2'?",
        "'tolerances: { FP23: { relL2: 1 } }', did you mean 'FP32'?",
        "'tolerances: 5', the tolerances must be a mapping",
        "'batches: [65537]', batch '65537' must be from 1 to 65536",
        "'batches: [many]', batch 'many'",
        "'batches: []', batches' is empty",
        "'batches: { a: 1 }', batches' must be a list",
        "'workloads: [latencies]', did you mean 'latency'?",
        "'exclude: [[a]]', a pattern of 'exclude' must be a single value",
        "'name: ', name' must be a single value"
    })
    void refusesABadValueInItsLine(String line, String problem) {
        String yaml =
                line.startsWith("name")
                        ? SuiteFiles.SMALLEST.replace("name: smoke\n", "") + line + "\n"
                        : SuiteFiles.SMALLEST + line + "\n";
        String at = "suite.yml:" + yaml.lines().count() + ": ";

        refuses(yaml)
                .withMessageContaining("1 problem in")
                .withMessageContaining(at)
                .withMessageContaining(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Smoke", "a b", "../a", "-a", "a/b"})
    void refusesANameThatIsNoFileName(String name) {
        refuses(SuiteFiles.SMALLEST.replace("name: smoke", "name: " + name))
                .withMessageContaining("suite.yml:2: name '" + name + "' may only have");
    }

    @ParameterizedTest
    @CsvSource({
        "'{ id: onnxruntime-cpu, options: { threads: 0 } }', option threads of onnxruntime-cpu is '0'",
        "'{ id: onnxruntime-cpu, options: { graph-optimization: most } }', it must match none|basic",
        "'{ id: onnxruntime-cpu, options: { thread: 2 } }', did you mean 'threads'?",
        "'{ id: onnxruntime-cpu, option: 2 }', did you mean 'options'?",
        "'{ options: {} }', an engine has no id",
        "'onnxruntime-cpu, onnxruntime-cpu', engine 'onnxruntime-cpu' is named twice"
    })
    void refusesABadEngine(String engine, String problem) {
        refuses(SuiteFiles.SMALLEST.replace("[onnxruntime-cpu]", "[" + engine + "]"))
                .withMessageContaining("suite.yml:8: ")
                .withMessageContaining(problem);
    }

    private ThrowableAssertAlternative<AssayException> refuses(String yaml) {
        return assertFails(ErrorKind.CONFIG, () -> SuiteFiles.read(folder, yaml));
    }
}
