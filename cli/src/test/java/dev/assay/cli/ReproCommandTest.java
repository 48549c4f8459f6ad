package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.core.verdict.Exit;
import dev.assay.onnx.graph.ModelSignature;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An operator that ONNX Runtime does not know, with others around it.
class ReproCommandTest {
    private static final int ROW = 4;

    @TempDir Path folder;
    private Assay assay;

    @BeforeEach
    void makeFiles() throws IOException {
        assay = new Assay(folder);
        new SmallModel(ROW)
                .node("Relu", "x", "a")
                .node("Wibble", "a", "strange")
                .node("Neg", "strange", "y")
                .write(folder.resolve("model.onnx"));
        try (Arena arena = Arena.ofConfined()) {
            SafetensorsFile.write(
                    folder.resolve("inputs.safetensors"),
                    List.of(
                            TensorData.allocate(
                                    new TensorSpec("x", ElementType.FLOAT32, Shape.of(2, ROW)),
                                    arena)));
        }
        Files.writeString(
                folder.resolve("suite.yml"),
                """
                schema: assay.suite/1
                name: repro
                models:
                  - id: strange
                    onnx: model.onnx
                    inputs: inputs.safetensors
                    shapes: [%d]
                    task: { kind: tensor }
                engines: [onnxruntime-cpu]
                precisions: [FP32]
                batches: [2]
                workloads: [latency]
                """
                        .formatted(ROW));
    }

    @Tag("long")
    @Test
    void cutsTheModelDownToTheNodeThatCannotBeBuilt() throws Exception {
        Assay.Result result =
                assay.run("repro", "strange/**", "--suite", "suite.yml", "--out", "report");

        assertThat(result.exitCode()).as(result.output()).isEqualTo(Exit.CLEAN);
        assertThat(result.output()).contains("1 of 3 nodes: strange (Wibble)");
        Path report = folder.resolve("report");
        ModelSignature part = ModelSignature.of(report.resolve("model.onnx"));
        assertThat(part.inputs())
                .containsExactly(new TensorSpec("a", ElementType.FLOAT32, Shape.of(2, ROW)));
        assertThat(part.outputs()).containsExactly("strange");
        assertThat(report.resolve("inputs.safetensors")).exists();
        assertThat(report.resolve("a.bin")).hasSize(2 * ROW * Float.BYTES);
        assertThat(report.resolve("reference.safetensors")).doesNotExist();
        assertThat(report.resolve("environment.json")).content().contains("cpu.model");
        assertThat(report.resolve("log.txt"))
                .content()
                .contains("the whole model is not built")
                .contains("the part in model.onnx: fails")
                .contains("no reference, ONNX Runtime on the CPU fails, too");
        assertThat(report.resolve("README.md"))
                .content()
                .contains("1 of its 3 nodes: strange (Wibble)")
                .contains("polygraphy run model.onnx --onnxrt --data-loader-script data_loader.py");

        assertThat(assay.run("repro", "strange/**", "--suite", "suite.yml", "--out", "report"))
                .returns(Exit.USAGE, Assay.Result::exitCode)
                .satisfies(it -> assertThat(it.output()).contains("is not empty"));
    }
}
