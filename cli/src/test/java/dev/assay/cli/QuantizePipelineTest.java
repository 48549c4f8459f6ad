package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Json;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.run.AccuracyOutcome;
import dev.assay.core.run.Outcome;
import dev.assay.core.run.RunDirectory;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// From an FP32 model and calibration rows to a measured INT8 engine, on ONNX Runtime's CPU.
class QuantizePipelineTest {
    private static final Path MODEL = Path.of("../onnx/src/test/resources/edited/fp32.onnx");
    private static final int ROW = 3 * 8 * 8;

    @TempDir Path folder;
    private Assay assay;

    @BeforeEach
    void makeFiles() throws IOException {
        assay = new Assay(folder);
        Files.copy(MODEL, folder.resolve("model.onnx"));
        rows("inputs", 0);
        rows("calibration", 7);
    }

    @Tag("long")
    @Test
    void quantisesMeasuresAndSaysHow() throws Exception {
        Assay.Result quantized = quantize("int8", "calibration");
        assertThat(quantized.exitCode()).as(quantized.output()).isEqualTo(Exit.CLEAN);
        assertThat(quantized.output()).contains("1 Add, 2 Conv, 1 Gemm, 1 MatMul; ranges of 5");

        Assay.Result run = run("[FP32, INT8]");

        assertThat(run.exitCode()).as(run.output()).isEqualTo(Exit.CLEAN);
        RunDirectory directory = RunDirectory.open(folder.resolve("runs/latest"));
        assertThat(directory.measurements())
                .allMatch(row -> row.outcome() instanceof Outcome.Measured)
                .extracting(row -> row.caseId().precision())
                .contains("int8", "fp32");
        assertThat(directory.accuracy())
                .allMatch(row -> row.outcome() instanceof AccuracyOutcome.Unchecked);
        JsonNode settings = engineOf(directory, "INT8").path("identity").path("settings");
        assertThat(settings.path("quantised").asString()).isEqualTo("INT8");
        assertThat(settings.path("rangesBy").asString()).isEqualTo("largest-magnitude");
        assertThat(settings.path("calibrationRows").asString()).isEqualTo("4");
        assertThat(settings.path("derivedFromSha256").asString())
                .isEqualTo(
                        engineOf(directory, "FP32")
                                .path("identity")
                                .path("modelSha256")
                                .asString());
    }

    @Test
    void refusesToScoreWhatWasCalibratedWith() throws Exception {
        quantize("int8", "inputs");

        Assay.Result run = run("[INT8]");

        assertThat(run.exitCode()).as(run.output()).isEqualTo(Exit.CASES_FAILED);
        assertThat(run.output())
                .contains("inputs.safetensors: row 0 is row 0 of the inputs: never calibrate");
    }

    @Test
    void refusesToCalibrateWithWhatWillBeScored() throws Exception {
        Assay.Result quantized =
                quantize("int8", "calibration", "--scored", "calibration.safetensors");

        assertThat(quantized.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(quantized.output()).contains("is calibrated with and scored");
        assertThat(folder.resolve("int8.json")).doesNotExist();
    }

    @Tag("long")
    @Test
    void findsNarrowerRangesByEntropy() throws Exception {
        quantize("int8", "calibration");
        JsonNode largest = json(folder.resolve("int8.json"));
        Assay.Result quantized = quantize("int8", "calibration", "--rule", "entropy");
        JsonNode entropy = json(folder.resolve("int8.json"));

        assertThat(quantized.exitCode()).as(quantized.output()).isEqualTo(Exit.CLEAN);
        assertThat(entropy.path("rule").asString()).isEqualTo("entropy");
        assertThat(entropy.path("ranges").propertyNames())
                .isEqualTo(largest.path("ranges").propertyNames());
        entropy.path("ranges")
                .properties()
                .forEach(it ->
                        assertThat(it.getValue().asDouble())
                                .isPositive()
                                .isLessThanOrEqualTo(
                                        largest.path("ranges").path(it.getKey()).asDouble()));
    }

    private Assay.Result quantize(String scheme, String calibration, String... more)
            throws IOException, InterruptedException {
        List<String> arguments =
                List.of(
                        "quantize",
                        "model.onnx",
                        "--calibration",
                        calibration + ".safetensors",
                        "--scheme",
                        scheme,
                        "--out",
                        scheme + ".json");
        return assay.run(Stream.concat(arguments.stream(), Stream.of(more)).toArray(String[]::new));
    }

    private Assay.Result run(String precisions) throws IOException, InterruptedException {
        AtomicFile.write(
                folder.resolve("suite.yml"),
                """
                schema: assay.suite/1
                name: quantised
                models:
                  - id: tiny
                    onnx: model.onnx
                    quantization: { INT8: int8.json }
                    inputs: inputs.safetensors
                    shapes: [3x8x8]
                engines: [{ id: onnxruntime-cpu, options: { threads: 1 } }]
                precisions: %s
                """
                        .formatted(precisions));
        return assay.run("run", "--suite", "suite.yml", "--effort", "trial");
    }

    private static JsonNode engineOf(RunDirectory run, String precision) throws IOException {
        try (Stream<Path> files = Files.list(run.root().resolve("engines"))) {
            for (Path file : files.toList()) {
                JsonNode engine = json(file);
                if (engine.path("request").path("precision").asString().equals(precision)) {
                    return engine;
                }
            }
        }
        throw new AssertionError("no engine of " + precision);
    }

    private static JsonNode json(Path file) throws IOException {
        return Json.compact().readTree(Files.readString(file));
    }

    /// Four rows, `[4, 3, 8, 8]` in [0, 1].
    private void rows(String name, int shift) {
        float[] values = new float[4 * ROW];
        for (int i = 0; i < values.length; i++) {
            values[i] = ((i + shift) * 37 % 256) / 255f;
        }
        try (Arena arena = Arena.ofConfined()) {
            TensorSpec spec = new TensorSpec("input", ElementType.FLOAT32, Shape.of(4, 3, 8, 8));
            SafetensorsFile.write(
                    folder.resolve(name + ".safetensors"),
                    List.of(
                            new TensorData(
                                    spec, arena.allocateFrom(ValueLayout.JAVA_FLOAT, values))));
        }
    }
}
