package dev.assay.core.suite;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import dev.assay.core.generated.GeneratedData;
import dev.assay.core.generated.GeneratedKind;
import dev.assay.core.generated.GeneratedRequest;
import dev.assay.core.generated.Split;
import dev.assay.core.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuiteReaderTest {
    @TempDir Path folder;

    @Test
    void fillsInEveryDefault() throws IOException {
        Suite suite = SuiteFiles.read(folder, SuiteFiles.SMALLEST);

        assertThat(suite)
                .isEqualTo(
                        new Suite(
                                "smoke",
                                folder.resolve("suite.yml"),
                                List.of(
                                        new ModelSpec(
                                                "mst",
                                                Optional.of(folder.resolve("model.onnx")),
                                                Map.of(),
                                                Optional.empty(),
                                                List.of(),
                                                Optional.empty(),
                                                folder.resolve("inputs.safetensors"),
                                                Optional.empty(),
                                                Optional.empty(),
                                                List.of(Shape.of(3, 96, 90)),
                                                TaskKind.TENSOR,
                                                ImageTask.NONE,
                                                Map.of(),
                                                Optional.empty(),
                                                Optional.empty(),
                                                DerivedFiles.NONE,
                                                ModelAxes.OF_SUITE,
                                                Optional.empty())),
                                List.of(new EngineSpec("onnxruntime-cpu", Map.of())),
                                List.of(Precision.FP32),
                                List.of(1),
                                List.of(Workload.LATENCY),
                                Map.of(),
                                Optional.empty(),
                                List.of(),
                                List.of(),
                                List.of(),
                                Ladders.NONE));
    }

    @Test
    void readsEveryKey() throws IOException {
        Suite suite = SuiteFiles.read(folder, SuiteFiles.LARGEST);

        assertThat(suite)
                .isEqualTo(
                        new Suite(
                                "full-1.0_x",
                                folder.resolve("suite.yml"),
                                List.of(
                                        new ModelSpec(
                                                "mst",
                                                Optional.of(folder.resolve("model.onnx")),
                                                Map.of(),
                                                Optional.of(folder.resolve("model.pt")),
                                                List.of("logits", "boxes"),
                                                Optional.of(
                                                        new PythonFactory(
                                                                folder.resolve("net.py"), "make")),
                                                folder.resolve("inputs.safetensors"),
                                                Optional.of(folder.resolve("outputs.safetensors")),
                                                Optional.empty(),
                                                List.of(Shape.of(3, 96, 90), Shape.of(3, 32, 32)),
                                                TaskKind.IMAGE,
                                                SuiteFiles.scored(folder),
                                                Map.of(
                                                        Precision.FP16,
                                                        new Tolerance(
                                                                Map.of(ToleranceKey.REL_L2, 2e-3),
                                                                Map.of(
                                                                        ScoreBound.MIN_PSNR,
                                                                        30.0,
                                                                        ScoreBound.MAX_PSNR_LOSS,
                                                                        0.1),
                                                                Map.of())),
                                                Optional.empty(),
                                                Optional.of(new PixelRange(-1, 1)),
                                                new DerivedFiles(
                                                        Map.of(
                                                                Precision.INT8,
                                                                folder.resolve("int8.json")),
                                                        List.of("Softmax", "head.*")),
                                                new ModelAxes(
                                                        List.of(1, 4),
                                                        Optional.of(Shape.of(3, 32, 32))),
                                                Optional.of(
                                                        new MadeBy(
                                                                "make-it",
                                                                Optional.of("2 min"),
                                                                Optional.of("9 MB"),
                                                                List.of())))),
                                List.of(
                                        new EngineSpec("pytorch", Map.of()),
                                        new EngineSpec(
                                                "onnxruntime-cpu",
                                                Map.of(
                                                        "threads", "2",
                                                        "graph-optimization", "basic"))),
                                List.of(Precision.FP32, Precision.FP16),
                                List.of(1, 4),
                                List.of(Workload.LATENCY),
                                Map.of(
                                        Precision.FP32,
                                        new Tolerance(
                                                Map.of(
                                                        ToleranceKey.REL_L2, 5e-6,
                                                        ToleranceKey.MAX_ABS, 0.5))),
                                Optional.of(folder.resolve("outputs.safetensors")),
                                List.of("mst/**"),
                                List.of("*/b4/*"),
                                List.of(
                                        new GeneratedData(
                                                new GeneratedRequest(
                                                        GeneratedKind.CLIPS,
                                                        -77,
                                                        Split.VALIDATION,
                                                        3,
                                                        32,
                                                        48,
                                                        4,
                                                        5),
                                                folder.resolve("made/clips"))),
                                Ladders.NONE));
    }

    @Test
    void takesALoneValueForAListOfOne() throws IOException {
        Suite suite = SuiteFiles.read(folder, SuiteFiles.SMALLEST + "batches: 4\nonly: mst\n");

        assertThat(suite.batches()).containsExactly(4);
        assertThat(suite.only()).containsExactly("mst");
    }

    @Test
    void resolvesPathsFromTheSuitesFolder() throws IOException {
        String yaml =
                SuiteFiles.SMALLEST.replace(
                        "model.onnx", "../" + folder.getFileName() + "/model.onnx");

        assertThat(SuiteFiles.read(folder, yaml).models().getFirst().onnx())
                .contains(folder.resolve("model.onnx"));
    }

    @Test
    void countsARepeatedAxisValueOnce() throws IOException {
        String yaml = SuiteFiles.SMALLEST.replace("[3x96x90]", "[3x96x90, 3x96x90]");

        Suite suite =
                SuiteFiles.read(folder, yaml + "batches: [2, 1, 2]\nprecisions: [FP32, fp32]\n");

        assertThat(suite.batches()).containsExactly(2, 1);
        assertThat(suite.precisions()).containsExactly(Precision.FP32);
        assertThat(suite.models().getFirst().shapes()).containsExactly(Shape.of(3, 96, 90));
    }

    @Test
    void readsASuiteWhoseFilesAreOnAnotherMachine() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path file = Files.writeString(elsewhere.resolve("suite.yml"), SuiteFiles.SMALLEST);
        SuiteReader reader = new SuiteReader(EngineCatalog.standard());

        assertThat(reader.withoutFiles().read(file).models().getFirst().onnx())
                .contains(elsewhere.resolve("model.onnx"));
        assertFails(ErrorKind.CONFIG, () -> reader.read(file))
                .withMessageContaining("there is no file");
    }
}
