package dev.assay.core.suite;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelReaderTest {
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "4, 'id: MST', model id 'MST' may only have",
        "5, 'onnx: none.onnx', onnx: there is no file",
        "5, 'onnx: \"a\\0b\"', onnx",
        "5, 'onnx: [a]', onnx' must be a single value",
        "5, 'onxx: model.onnx', did you mean 'onnx'?",
        "5, 'python: net.py', it must be FILE.py:FUNCTION",
        "5, 'python: none.py:make', python: there is no file",
        "6, 'inputs: .', inputs: there is no file",
        "7, 'shapes: [3x0]', 3x0' is not a shape",
        "7, 'shapes: []', shapes' is empty",
        "7, 'shapes: [3x4]\n    task: { kind: images }', did you mean 'image'?",
        "7, 'shapes: [3x4]\n    task: image', a task must be a mapping"
    })
    void refusesABadValue(int line, String entry, String problem) {
        String[] lines = SuiteFiles.SMALLEST.split("\n", -1);
        lines[line - 1] = lines[line - 1].substring(0, 4) + entry;

        assertFails(ErrorKind.CONFIG, () -> SuiteFiles.read(folder, String.join("\n", lines)))
                .withMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource({
        "onnx, 'a model has none of ''onnx'', ''torchscript'' and ''python'''",
        "inputs, a model has no 'inputs'",
        "shapes, a model has no 'shapes'"
    })
    void namesWhatIsMissing(String key, String problem) {
        String yaml = SuiteFiles.SMALLEST.replaceFirst(" {4}" + key + ": .*\n", "");

        assertFails(ErrorKind.CONFIG, () -> SuiteFiles.read(folder, yaml))
                .withMessageContaining("suite.yml:4: " + problem);
    }

    @Test
    void refusesTwoModelsOfOneId() {
        String yaml =
                SuiteFiles.SMALLEST.replace(
                        "engines",
                        """
                          - id: mst
                            torchscript: model.pt
                            inputs: inputs.safetensors
                            shapes: [3x96x90]
                        engines\
                        """);

        assertFails(ErrorKind.CONFIG, () -> SuiteFiles.read(folder, yaml))
                .withMessageContaining("two models have the id 'mst'");
    }

    @Test
    void needsOnlyOneNetwork() throws IOException {
        String yaml = SuiteFiles.SMALLEST.replace("onnx: model.onnx", "torchscript: model.pt");

        assertThat(SuiteFiles.read(folder, yaml).models().getFirst().torchscript()).isPresent();
    }

    @Test
    void takesAFunctionInPlaceOfAFile() throws IOException {
        String yaml = SuiteFiles.SMALLEST.replace("onnx: model.onnx", "python: net.py:make");

        ModelSpec model = SuiteFiles.read(folder, yaml).models().getFirst();

        assertThat(model.python()).contains(new PythonFactory(folder.resolve("net.py"), "make"));
        assertThat(model.file(ModelFormat.PYTHON, Precision.FP32))
                .contains(folder.resolve("net.py"));
        assertThat(model.file(ModelFormat.TORCHSCRIPT, Precision.FP32)).isEmpty();
    }

    @Test
    void namesOnlyOutputsOfAModuleThatIsThere() {
        String yaml =
                SuiteFiles.SMALLEST.replace(
                        "onnx: model.onnx", "onnx: model.onnx\n    torchscript-outputs: [a, a]");

        assertFails(ErrorKind.CONFIG, () -> SuiteFiles.read(folder, yaml))
                .withMessageContaining(
                        "'torchscript-outputs' has no meaning without 'torchscript' or 'python'")
                .withMessageContaining("two outputs of 'torchscript-outputs' have one name");
    }
}
