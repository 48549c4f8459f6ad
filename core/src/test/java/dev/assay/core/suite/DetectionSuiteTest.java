package dev.assay.core.suite;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import dev.assay.core.detection.BoxFormat;
import dev.assay.core.detection.BoxUnits;
import dev.assay.core.detection.CategoryMap;
import dev.assay.core.detection.DecoderSpec;
import dev.assay.core.detection.DetectionTask;
import dev.assay.core.detection.Extent;
import dev.assay.core.detection.Interpolation;
import dev.assay.core.detection.Padding;
import dev.assay.core.detection.Preprocess;
import dev.assay.core.detection.Resize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a suite can say of a detector, and what is wrong with what it says.
class DetectionSuiteTest {
    private static final String DETR =
            """
            schema: assay.suite/1
            name: detector
            models:
              - id: detr
                onnx: model.onnx
                inputs: inputs.safetensors
                shapes: [3x800x1066]
                task: { kind: detection, decoder: detr }
                images: images
                annotations: truth.json
                preprocess: { range: 0..1, layout: nchw, resize: { short: 800, long: 1333 } }
            engines: [onnxruntime-cpu]
            tolerances:
              FP16: { dAP: 0.4, relL2: 1e-3 }
            """;

    private static final String YOLO =
            """
            schema: assay.suite/1
            name: detector
            models:
              - id: yolo
                onnx: model.onnx
                inputs: inputs.safetensors
                shapes: [640x640x3]
                task:
                  kind: detection
                  decoder: boxes-scores-labels
                  outputs: { boxes: b, scores: s, labels: l, count: n }
                  boxes: cxcywh
                  units: input
                  min-score: 0.01
                  nms: 0.65
                  top: 300
                  categories: coco80
                images: images
                annotations: truth.json
                reference-detections: found.json
                preprocess:
                  input: pixels
                  resize: { fit: 640x640 }
                  interpolation: bilinear
                  pad: { to: 640x640, at: centre, pixel: 114 }
                  range: 0..255
                  mean: [1, 2, 3]
                  std: [4, 5, 6.5]
                  layout: nhwc
                  channels: bgr
                  hashes: golden.jsonl
            engines: [onnxruntime-cpu]
            """;

    @TempDir Path folder;

    @BeforeEach
    void makeFiles() throws IOException {
        Files.createDirectory(folder.resolve("images"));
        for (String name : List.of("truth.json", "found.json", "golden.jsonl")) {
            Files.writeString(folder.resolve(name), "");
        }
    }

    @Test
    void readsADetectorWithItsDefaults() throws IOException {
        Suite suite = SuiteFiles.read(folder, DETR);

        ModelSpec model = suite.models().getFirst();
        assertThat(model.task()).isEqualTo(TaskKind.DETECTION);
        assertThat(model.detection())
                .contains(
                        new DetectionTask(
                                folder.resolve("images"),
                                folder.resolve("truth.json"),
                                Optional.empty(),
                                new DecoderSpec.Detr(
                                        Optional.empty(),
                                        Optional.empty(),
                                        BoxUnits.IMAGE,
                                        100,
                                        CategoryMap.IDENTITY),
                                new Preprocess(
                                        Optional.empty(),
                                        new Resize.Sides(800, 1333),
                                        Interpolation.PILLOW,
                                        Padding.NONE,
                                        Preprocess.Range.UNIT,
                                        List.of(0.0, 0.0, 0.0),
                                        List.of(1.0, 1.0, 1.0),
                                        Preprocess.Layout.NCHW,
                                        Preprocess.Channels.RGB,
                                        Optional.empty())));
        assertThat(suite.tolerances())
                .containsExactly(
                        Map.entry(
                                Precision.FP16,
                                new Tolerance(
                                        Map.of(ToleranceKey.REL_L2, 1e-3),
                                        Map.of(),
                                        Map.of(DetectionBound.D_AP, 0.4))));
    }

    @Test
    void readsEverythingThatCanBeSaid() throws IOException {
        DetectionTask task =
                SuiteFiles.read(folder, YOLO).models().getFirst().detection().orElseThrow();

        assertThat(task.reference()).contains(folder.resolve("found.json"));
        assertThat(task.decoder())
                .isEqualTo(
                        new DecoderSpec.BoxesScoresLabels(
                                "b",
                                "s",
                                "l",
                                Optional.of("n"),
                                BoxFormat.CXCYWH,
                                BoxUnits.INPUT,
                                0.01,
                                OptionalDouble.of(0.65),
                                300,
                                CategoryMap.COCO80));
        assertThat(task.preprocess())
                .isEqualTo(
                        new Preprocess(
                                Optional.of("pixels"),
                                new Resize.Fit(new Extent(640, 640)),
                                Interpolation.HALF_PIXEL,
                                new Padding(
                                        Optional.of(new Extent(640, 640)),
                                        1,
                                        true,
                                        OptionalInt.of(114)),
                                Preprocess.Range.BYTE,
                                List.of(1.0, 2.0, 3.0),
                                List.of(4.0, 5.0, 6.5),
                                Preprocess.Layout.NHWC,
                                Preprocess.Channels.BGR,
                                Optional.of(folder.resolve("golden.jsonl"))));
    }

    @Test
    void writesWhatReadsBackEqual() throws IOException {
        for (String yaml :
                List.of(
                        DETR,
                        YOLO,
                        DETR.replace("resize: { short: 800, long: 1333 }", "pad: { multiple: 32 }"),
                        DETR.replace("decoder: detr", "decoder: detr, outputs: { logits: a }"),
                        DETR.replace("decoder: detr", "decoder: detr, categories: [5, 6, 9]"))) {
            Suite suite = SuiteFiles.read(folder, yaml);
            String written = SuiteWriter.write(suite);

            assertThat(SuiteFiles.read(folder, written)).isEqualTo(suite);
            assertThat(SuiteWriter.write(SuiteFiles.read(folder, written))).isEqualTo(written);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "decoder: detr | decoder: detrs | 8 | unknown decoder 'detrs' (did you mean 'detr'?)",
                "decoder: detr | top: 5 | 8 | has no 'decoder'",
                "decoder: detr | decoder: detr, top: 0 | 8 | top is '0', it must be from 1",
                "decoder: detr | decoder: detr, nms: 0.5 | 8 | the decoder detr has no 'nms'",
                "decoder: detr | decoder: detr, units: cm | 8 | unknown unit 'cm'",
                "decoder: detr | decoder: detr, outputs: { boxs: a } | 8 | did you mean 'boxes'",
                "decoder: detr | decoder: detr, categories: coco | 8 | categories is identity, coco80",
                "decoder: detr | decoder: boxes-scores-labels, nms: 2 | 8 | nms is 2.0, it must be",
                "decoder: detr | decoder: boxes-scores-labels, boxes: xyz | 8 | unknown box format",
                "images: images | images: pictures | 9 | images: there is no folder",
                "truth.json | lies.json | 10 | annotations: there is no file",
                "range: 0..1 | range: 0..2 | 11 | unknown range '0..2'",
                "range: 0..1, | ` ` | 11 | preprocess has no 'range'",
                "layout: nchw, | ` ` | 11 | preprocess has no 'layout'",
                "layout: nchw | layout: nhwc | 11 | the shape 3x800x1066 has not 3 channels in place 3",
                "short: 800, long: 1333 | short: 800 | 11 | resize needs both 'short' and 'long'",
                "short: 800, long: 1333 | short: 800, long: 13 | 11 | 'short' is larger than 'long'",
                "short: 800, long: 1333 | short: 800, long: 1333, to: 5x5 | 11 | resize has one rule",
                "short: 800, long: 1333 | to: 5 | 11 | to is '5', not HEIGHTxWIDTH",
                "short: 800, long: 1333 | shrt: 5 | 11 | did you mean 'short'",
                "range: 0..1 | range: 0..1, pad: { at: left, multiple: 3 } | 11 | not corner or centre",
                "range: 0..1 | range: 0..1, pad: { pixel: 256, multiple: 3 } | 11 | pixel is 256",
                "range: 0..1 | range: 0..1, pad: { pixel: 1 } | 11 | pad has one of 'to' and 'multiple'",
                "range: 0..1 | range: 0..1, mean: [1, 2] | 11 | mean has a number for each",
                "range: 0..1 | range: 0..1, mean: [1, 2, x] | 11 | mean is 'x', it must be a number",
                "range: 0..1 | range: 0..1, std: [1, 0, 1] | 11 | none of them 0",
                "range: 0..1 | range: 0..1, interpolation: cubic | 11 | unknown interpolation 'cubic'",
                "range: 0..1 | range: 0..1, channels: grb | 11 | unknown channels 'grb'",
                "range: 0..1 | range: 0..1, hashes: none | 11 | hashes: there is no file",
                "dAP: 0.4 | dAP: -1 | 14 | dAP is '-1'",
                "dAP: 0.4 | dAPP: 1 | 14 | did you mean 'dAP'"
            })
    void namesTheLineOfAMistake(String from, String to, int line, String problem) {
        String yaml = DETR.replace(from, to);

        assertFails(ErrorKind.CONFIG, () -> SuiteFiles.read(folder, yaml))
                .withMessageContaining("suite.yml:" + line + ": ")
                .withMessageContaining(problem);
    }

    @Test
    void namesWhatADetectorLacks() {
        String yaml =
                DETR.replace("    images: images\n", "")
                        .replace("    annotations: truth.json\n", "");

        assertFails(ErrorKind.CONFIG, () -> SuiteFiles.read(folder, yaml))
                .withMessageContaining("2 problems")
                .withMessageContaining("suite.yml:4: a model of kind detection has no 'images'")
                .withMessageContaining(
                        "suite.yml:4: a model of kind detection has no 'annotations'");
    }

    @Test
    void refusesDetectionKeysForOtherTasks() {
        assertFails(
                        ErrorKind.CONFIG,
                        () ->
                                SuiteFiles.read(
                                        folder, DETR.replace("kind: detection", "kind: tensor")))
                .withMessageContaining("4 problems")
                .withMessageContaining("suite.yml:8: this key needs a task of kind: detection")
                .withMessageContaining("suite.yml:9: this key needs")
                .withMessageContaining("suite.yml:11: this key needs");
    }

    @Test
    void readsASuiteWhoseImagesAreElsewhere() throws IOException {
        Path file = SuiteFiles.write(folder, DETR.replace("images: images", "images: /gone"));

        Suite suite = new SuiteReader(EngineCatalog.standard()).withoutFiles().read(file);

        assertThat(suite.models().getFirst().detection().orElseThrow().images())
                .isEqualTo(Path.of("/gone"));
    }
}
