package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.run.AccuracyOutcome;
import dev.assay.core.run.DetectionScores;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.verdict.Exit;
import dev.assay.core.verdict.VerdictFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A detector through the whole pipeline. The replay engine plays a network's outputs back for the
/// images only if their inputs have the very bits that Pillow and PyTorch gave them.
class DetectionPipelineTest {
    private static final Path DETECTOR =
            Path.of("../accuracy/src/test/resources/detection/detector").toAbsolutePath();

    @TempDir Path folder;
    private Assay assay;

    @BeforeEach
    void place() throws IOException {
        assay = new Assay(folder);
        Files.writeString(folder.resolve("model.onnx"), "only replayed");
    }

    @Test
    void scoresADetectorThatAgreesWithItsReference() throws Exception {
        suite("outputs.safetensors");

        Assay.Result result = assay.run("run", "--suite", "suite.yml", "--effort", "trial");

        assertThat(result.exitCode()).as(result.output()).isEqualTo(Exit.CLEAN);
        RunDirectory run = RunDirectory.open(folder.resolve("runs/latest"));
        DetectionScores scores = scores(run);
        // pycocotools' AP of the same detections, in expected.json.
        assertThat(scores.scores().get("AP")).isEqualTo(0x1.241d0680d17e3p-1);
        assertThat(scores.limits()).hasSize(2);
        assertThat(run.root().resolve(scores.detectionsFile())).isNotEmptyFile();
        assertThat(Files.readAllLines(run.root().resolve(scores.inputs().file()))).hasSize(6);
        assertThat(new VerdictFiles(run).verdict().orElseThrow().sentence())
                .isEqualTo("1 of 1 measured cases agree with their references.");
        assertThat(assay.run("accuracy").exitCode()).isEqualTo(Exit.CLEAN);
        Assay.Result coco =
                assay.run(
                        "coco",
                        DETECTOR.resolve("annotations.json").toString(),
                        run.root().resolve(scores.detectionsFile()).toString());
        assertThat(coco.output()).contains("maxDets=100 ] = 0.571");
    }

    @Tag("long")
    @Test
    void givesNoSpeedToADetectorBeyondItsBudget() throws Exception {
        suite("worse.safetensors");

        Assay.Result result = assay.run("run", "--suite", "suite.yml", "--effort", "trial");

        assertThat(result.exitCode()).as(result.output()).isEqualTo(Exit.REGRESSION);
        RunDirectory run = RunDirectory.open(folder.resolve("runs/latest"));
        assertThat(new VerdictFiles(run).rows().getFirst().accuracyDetail())
                .singleElement()
                .asString()
                .startsWith("detections: dAP 9.88 > 0.40 points (AP 0.4717, reference 0.5705");
        assertThat(new VerdictFiles(run).rows().getFirst().speed().orElseThrow().reason())
                .isEqualTo("ACCURACY");
    }

    @Tag("long")
    @Test
    void failsTheCaseWhoseImageCannotBeRead() throws Exception {
        suite("outputs.safetensors");
        Path images = Files.createDirectory(folder.resolve("images"));
        for (String name : List.of("000003", "000013", "000023", "000033", "000043")) {
            Files.copy(DETECTOR.resolve("images/" + name + ".png"), images.resolve(name + ".png"));
        }
        Files.writeString(images.resolve("000053.jpg"), "torn");
        Path suite = folder.resolve("suite.yml");
        Files.writeString(
                suite,
                Files.readString(suite).replace(DETECTOR.resolve("images").toString(), "images"));

        Assay.Result result = assay.run("run", "--suite", "suite.yml", "--effort", "trial");

        assertThat(result.exitCode()).as(result.output()).isEqualTo(Exit.CASES_FAILED);
        assertThat(result.output()).contains("000053.jpg: it is no PNG or JPEG file");
    }

    private static DetectionScores scores(RunDirectory run) {
        if (run.accuracy().getFirst().outcome() instanceof AccuracyOutcome.Compared compared) {
            return compared.detection().orElseThrow();
        }
        throw new AssertionError(run.accuracy());
    }

    private void suite(String outputs) throws IOException {
        Files.writeString(
                folder.resolve("suite.yml"),
                """
                schema: assay.suite/1
                name: detector
                models:
                  - id: toy
                    onnx: model.onnx
                    inputs: %1$s/inputs.npz
                    references: %1$s/outputs.safetensors
                    shapes: [3x32x32]
                    task: { kind: detection, decoder: detr, top: 10 }
                    images: %1$s/images
                    annotations: %1$s/annotations.json
                    reference-detections: %1$s/reference.json
                    preprocess:
                      resize: { short: 24, long: 32 }
                      pad: { to: 32x32 }
                      range: 0..1
                      mean: [0.485, 0.456, 0.406]
                      std: [0.229, 0.224, 0.225]
                      layout: nchw
                      hashes: %1$s/hashes.jsonl
                engines:
                  - { id: replay, options: { delay-us: 1000, outputs: %1$s/%2$s } }
                batches: [2]
                tolerances:
                  FP32: { dAP: 0.4, dAP50: 90 }
                """
                        .formatted(DETECTOR, outputs));
    }
}
