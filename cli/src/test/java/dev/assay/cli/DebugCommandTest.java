package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.core.verdict.Exit;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Finds a square that overflows FP16, on ONNX Runtime's CPU.
class DebugCommandTest {
    private static final int ROW = 64;

    @TempDir Path folder;
    private Assay assay;

    @BeforeEach
    void makeFiles() throws IOException {
        assay = new Assay(folder);
        new SmallModel(ROW)
                .weight("gain", 300)
                .weight("small", 0.001f)
                .node("Mul", "x gain", "scaled")
                .node("Mul", "scaled scaled", "squared")
                .node("Softmax", "squared", "sharp")
                .node("Mul", "x small", "weak")
                .node("Add", "sharp weak", "y")
                .write(folder.resolve("model.onnx"));
        rows(folder.resolve("inputs.safetensors"));
        Files.writeString(
                folder.resolve("suite.yml"),
                """
                schema: assay.suite/1
                name: debug
                models:
                  - id: square
                    onnx: model.onnx
                    inputs: inputs.safetensors
                    shapes: [%d]
                    task: { kind: tensor }
                engines: [tensorrt-onnx]
                precisions: [FP16]
                batches: [2]
                workloads: [latency, throughput]
                """
                        .formatted(ROW));
    }

    @Tag("long")
    @Test
    void namesTheNodeThatOverflowsAndTheOneToKeepInFp32() throws Exception {
        Assay.Result divergence =
                assay.run(
                        "debug",
                        "divergence",
                        "square/**",
                        "--suite",
                        "suite.yml",
                        "--cpu",
                        "--memory",
                        "1",
                        "--json",
                        "nodes.json");

        assertThat(divergence.exitCode()).as(divergence.output()).isEqualTo(Exit.REGRESSION);
        assertThat(divergence.output())
                .contains(
                        "the first node whose output leaves its noise floor is squared (Mul):"
                                + " 'squared' has 128 values that are not finite")
                .contains("against model.onnx in ONNX Runtime");
        assertThat(folder.resolve("nodes.json")).content().contains("\"rounding\"");

        Assay.Result precision =
                assay.run(
                        "debug",
                        "precision",
                        "square/**",
                        "--suite",
                        "suite.yml",
                        "--cpu",
                        "--target",
                        "relL2=1e-3");

        assertThat(precision.exitCode()).as(precision.output()).isEqualTo(Exit.CLEAN);
        assertThat(precision.output())
                .contains("relL2=1e-3 needs 1 of 4 nodes in FP32")
                .contains("keep-fp32: [\"squared\"]")
                .contains("1 of 5 tensors go beyond FP16's 65504");
    }

    private static void rows(Path file) {
        try (Arena arena = Arena.ofConfined()) {
            TensorData rows =
                    TensorData.allocate(
                            new TensorSpec("x", ElementType.FLOAT32, Shape.of(2, ROW)), arena);
            for (int i = 0; i < 2 * ROW; i++) {
                // One row rises, one falls: which value is the largest is plain in FP16, too.
                float value = i < ROW ? 1 + i / 64f : 2 - (i - ROW) / 64f;
                rows.segment().setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
            }
            SafetensorsFile.write(file, List.of(rows));
        }
    }
}
