package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.format.Json;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.Precision;
import dev.assay.core.suite.Suite;
import dev.assay.core.suite.SuiteReader;
import dev.assay.core.suite.Tolerance;
import dev.assay.core.suite.ToleranceKey;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.core.verdict.Exit;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `assay diff --advise`.
class DiffAdviceTest {
    private static final double NOISE = 0x1p-20;

    @TempDir Path folder;
    private Assay assay = new Assay(Path.of(""));

    @BeforeEach
    void prepare() {
        assay = new Assay(folder);
        // Of two outputs the second has twice the noise; a third holds labels.
        write("single", ElementType.FLOAT32, 0);
        write("double", ElementType.FLOAT64, 1);
    }

    @Test
    void proposesTolerancesThatASuiteTakes() throws Exception {
        Assay.Result result = diff("--advise");

        assertThat(result.exitCode()).isEqualTo(Exit.CLEAN);
        assertThat(result.output().lines()).allMatch(line -> line.length() <= 80);
        assertThat(result.output())
                .contains("tolerance advice for one FLOAT32 4")
                .contains("tolerance advice for two FLOAT32 4")
                .contains("no advice for labels INT64 2: it holds integers")
                .contains("10 x the reference's own noise, FP32 against FP64")
                .contains("# FP8: { relL2:")
                .contains("# guesses, to be measured before use:");
        Map<Precision, Tolerance> tolerances = suite(yaml(result.output())).tolerances();
        assertThat(tolerances)
                .containsOnlyKeys(Precision.FP32, Precision.TF32, Precision.FP16, Precision.BF16);
        // Ten times 2^-19, the noise of the second output: 1.907e-5, in two digits.
        assertThat(limits(tolerances, Precision.FP32)).containsEntry(ToleranceKey.MAX_ABS, 2e-5);
        assertThat(limits(tolerances, Precision.FP32))
                .containsOnlyKeys(ToleranceKey.REL_L2, ToleranceKey.P99_REL, ToleranceKey.MAX_ABS);
    }

    @Test
    void restsOnMeasuredOutputsWhereThereAreSome() throws Exception {
        write("int8", ElementType.FLOAT32, 0.5);

        Assay.Result result = diff("--advise", "--measured", "INT8=int8.safetensors");

        assertThat(result.output())
                .contains("3 x the errors of the measured outputs")
                .doesNotContain("# INT8");
        JsonNode advice =
                Json.compact()
                        .readTree(
                                diff(
                                                "--advise",
                                                "--measured",
                                                "INT8=int8.safetensors",
                                                "--json",
                                                "-")
                                        .output())
                        .path("advice");
        JsonNode int8 = advice.path("outputs").path("one").path("INT8");
        assertThat(int8.path("guess").asBoolean()).isFalse();
        assertThat(int8.path("basis").asString()).contains("measured outputs");
        assertThat(advice.path("outputs").path("one").path("FP8").path("guess").asBoolean())
                .isTrue();
        assertThat(advice.path("tolerances").path("INT8").has("relL2")).isTrue();
        assertThat(advice.path("tolerances").has("FP8")).isFalse();
    }

    @Test
    void saysWhatIsWrongWithTheFiles() throws Exception {
        SafetensorsFile.write(folder.resolve("one.safetensors"), List.of(one(NOISE)));
        SafetensorsFile.write(folder.resolve("labels.safetensors"), List.of(labels()));

        assertThat(run("double.safetensors", "single.safetensors", "--advise"))
                .contains("second file is FLOAT32")
                .contains("what the reference computes in FP64");
        assertThat(diff("--measured", "INT8=x.npy").output()).contains("add --advise");
        assertThat(diff("--advise", "--measured", "INT4=x.npy").output())
                .contains("expected one of [FP32, TF32, FP16, BF16, INT8, FP8]");
        assertThat(diff("--advise", "--measured", "INT8=x.npy").output())
                .contains("There is no file");
        assertThat(diff("--advise", "--measured", "INT8=one.safetensors").output())
                .contains("the names must agree");
        assertThat(run("labels.safetensors", "labels.safetensors", "--advise"))
                .contains("no output of floating-point numbers");
    }

    private Suite suite(String tolerances) throws Exception {
        Path file = folder.resolve("suite.yml");
        Files.writeString(
                file,
                """
                schema: assay.suite/1
                name: pasted
                models:
                  - { id: m, onnx: m.onnx, inputs: i.safetensors, shapes: [2] }
                engines: [onnxruntime-cpu]
                """
                        + tolerances);
        return new SuiteReader(EngineCatalog.standard()).withoutFiles().read(file);
    }

    private static String yaml(String output) {
        return output.substring(output.indexOf("tolerances:\n"));
    }

    private static Map<ToleranceKey, Double> limits(
            Map<Precision, Tolerance> tolerances, Precision precision) {
        return Optional.ofNullable(tolerances.get(precision)).orElseThrow().limits();
    }

    private Assay.Result diff(String... options) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("diff", "single.safetensors", "double.safetensors"));
        arguments.addAll(List.of(options));
        return assay.run(arguments.toArray(String[]::new));
    }

    private String run(String first, String second, String option) throws Exception {
        return assay.run("diff", first, second, option).output();
    }

    private void write(String name, ElementType type, double exactness) {
        // What FP32 cannot hold, and noise that it can.
        double beyond = type == ElementType.FLOAT64 ? 0x1p-30 : 0;
        double[] noise = {(1 - exactness) * NOISE, 2 * (1 - exactness) * NOISE};
        SafetensorsFile.write(
                folder.resolve(name + ".safetensors"),
                List.of(
                        tensor("one", type, 1 + noise[0] + beyond, 2, 0.5, 0.25),
                        tensor("two", type, 1 + noise[1] + beyond, 2, 0.5, 0.25),
                        labels()));
    }

    private static TensorData one(double noise) {
        return tensor("one", ElementType.FLOAT32, 1 + noise, 2, 0.5, 0.25);
    }

    private static TensorData labels() {
        return new TensorData(
                new TensorSpec("labels", ElementType.INT64, Shape.of(2)),
                MemorySegment.ofArray(new byte[16]));
    }

    private static TensorData tensor(String name, ElementType type, double... values) {
        MemorySegment data = MemorySegment.ofArray(new byte[values.length * type.bytes()]);
        for (int i = 0; i < values.length; i++) {
            if (type == ElementType.FLOAT32) {
                data.set(ValueLayout.JAVA_FLOAT_UNALIGNED, 4L * i, (float) values[i]);
            } else {
                data.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, 8L * i, values[i]);
            }
        }
        return new TensorData(new TensorSpec(name, type, Shape.of(values.length)), data);
    }
}
