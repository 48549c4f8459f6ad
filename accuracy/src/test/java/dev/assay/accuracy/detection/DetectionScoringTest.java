package dev.assay.accuracy.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.AssayException;
import dev.assay.core.detection.BoxUnits;
import dev.assay.core.detection.CategoryMap;
import dev.assay.core.detection.DecoderSpec;
import dev.assay.core.detection.DetectionTask;
import dev.assay.core.detection.Extent;
import dev.assay.core.detection.Interpolation;
import dev.assay.core.detection.Padding;
import dev.assay.core.detection.Preprocess;
import dev.assay.core.detection.Resize;
import dev.assay.core.format.JsonLines;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.run.DetectionScores;
import dev.assay.core.run.DetectionScores.Change;
import dev.assay.core.suite.DetectionBound;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.Engine;
import dev.assay.engines.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// From image files to scores. The replay engine plays an output back only for an input that equals
/// the one which Pillow and PyTorch made, bit for bit.
class DetectionScoringTest {
    private static final CategoryMap SAME = CategoryMap.IDENTITY;

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 9})
    void scoresWhatPycocotoolsScoresAtEveryBatch(int batch) {
        DetectionScores scores = score("outputs.safetensors", task(SAME, "reference.json"), batch);

        assertThat(scores.scores().values()).containsExactlyElementsOf(expected("reference"));
        assertThat(scores.images()).isEqualTo(6);
        assertThat(scores.detections()).isEqualTo(60);
        assertThat(scores.violations()).isEmpty();
        assertThat(scores.warnings()).allMatch(it -> it.contains("categories that are not listed"));
        assertThat(scores.changes()).extracting(Change::metric).contains("AP", "APlarge");
        assertThat(scores.changes().getFirst().points().orElseThrow()).isZero();
        assertThat(scores.agreement().getFirst().lost()).isZero();
    }

    @Test
    void measuresHowFarAWorseEngineIsFromItsReference() {
        DetectionScores scores = score("worse.safetensors", task(SAME, "reference.json"), 2);

        List<Double> reference = expected("reference");
        List<Double> worse = expected("worse");
        Change ap = scores.changes().getFirst();
        assertThat(ap.value()).isEqualTo(worse.getFirst());
        assertThat(ap.reference()).isEqualTo(reference.getFirst());
        assertThat(ap.points().orElseThrow())
                .isCloseTo(100 * (worse.getFirst() - reference.getFirst()), within(1e-9));
        assertThat(ap.interval().orElseThrow().low()).isLessThan(ap.points().orElseThrow());
        assertThat(scores.changes().get(5).points()).as("no large objects").isEmpty();
        // What PyTorch's sigmoid rounds otherwise comes last.
        assertThat(scores.changedMost())
                .filteredOn(it -> it.change() > 1e-6)
                .extracting(DetectionScores.ImageChange::image)
                .containsExactlyInAnyOrder(3L, 13L, 23L);
        assertThat(scores.categories()).hasSize(4).allMatch(it -> it.reference().isPresent());
    }

    @Test
    void takesRawOutputsForAReferenceToo() throws IOException {
        DetectionScores raw = score("worse.safetensors", task(SAME, "outputs.safetensors"), 1);
        DetectionScores decoded = score("worse.safetensors", task(SAME, "reference.json"), 1);

        assertThat(raw.changes()).isEqualTo(decoded.changes());
        assertThat(Files.readString(folder.resolve("out/reference.json"))).startsWith("[\n{");
    }

    @Test
    void takesGzippedDetectionsForAReferenceToo() throws IOException {
        Path packed = folder.resolve("reference.json.gz");
        try (OutputStream content = new GZIPOutputStream(Files.newOutputStream(packed))) {
            Files.copy(detector("reference.json"), content);
        }

        DetectionScores scores = score("worse.safetensors", task(SAME, packed.toString()), 1);

        assertThat(scores.changes())
                .isEqualTo(score("worse.safetensors", task(SAME, "reference.json"), 1).changes());
    }

    @Test
    void namesAReferenceThatCannotBeUnpacked() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.json.gz"), "[]");

        assertThatThrownBy(() -> score("worse.safetensors", task(SAME, broken.toString()), 1))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("Cannot unpack " + broken);
    }

    @Test
    void holdsTheChangeAgainstItsLimits() {
        DetectionJob job =
                new DetectionJob(
                        task(SAME, "reference.json"),
                        "pixels",
                        1,
                        Map.of(
                                DetectionBound.D_AP, 0.4,
                                DetectionBound.D_AP50, 50.0,
                                DetectionBound.D_AP_LARGE, 50.0),
                        "out",
                        folder);

        assertThat(score("worse.safetensors", job).violations())
                .satisfiesExactly(
                        it ->
                                assertThat(it)
                                        .startsWith("dAP 9.88 > 0.40 points (AP 0.4717, reference")
                                        .contains("change -9.88, 95 % interval"),
                        it ->
                                assertThat(it)
                                        .startsWith("dAPlarge is undefined")
                                        .contains("no annotation counts for APlarge"));
    }

    @Test
    void cannotHoldALimitWithoutAReference() {
        DetectionTask alone = task(SAME, "");
        DetectionJob job =
                new DetectionJob(
                        alone, "pixels", 1, Map.of(DetectionBound.D_AP, 0.4), "out", folder);

        DetectionScores scores = score("outputs.safetensors", job);

        assertThat(scores.violations())
                .singleElement()
                .asString()
                .contains("dAP is undefined", "names no reference-detections");
        assertThat(scores.changes()).isEmpty();
        assertThat(scores.categories()).hasSize(4).allMatch(it -> it.reference().isEmpty());
    }

    @Test
    void scoresZeroForAnEngineThatFindsNothing() throws IOException {
        // No label has a category: nothing is left to be scored.
        CategoryMap none = new CategoryMap(List.of(99L));

        DetectionScores scores = score("outputs.safetensors", task(none, "reference.json"), 1);

        assertThat(scores.scores()).containsEntry("AP", 0.0).containsEntry("AR100", 0.0);
        assertThat(scores.scores()).containsEntry("APlarge", -1.0);
        assertThat(scores.changes().getFirst().points().orElseThrow())
                .isCloseTo(-100 * expected("reference").getFirst(), within(1e-9));
        assertThat(scores.warnings()).anyMatch(it -> it.contains("'categories' does not map"));
    }

    @Test
    void reportsOutputsThatAreNotFinite() {
        Path broken = folder.resolve("broken.safetensors");
        try (Arena arena = Arena.ofConfined()) {
            List<TensorData> outputs = new ArrayList<>();
            for (TensorData tensor :
                    SafetensorsFile.read(detector("outputs.safetensors"), arena).values()) {
                TensorData copy = TensorData.allocate(tensor.spec(), arena);
                copy.segment().copyFrom(tensor.segment());
                copy.segment().setAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, 3, Float.NaN);
                outputs.add(copy);
            }
            SafetensorsFile.write(broken, outputs);
        }

        DetectionScores scores =
                score(
                        broken,
                        new DetectionJob(task(SAME, ""), "pixels", 1, Map.of(), "out", folder));

        assertThat(scores.violations())
                .containsExactlyInAnyOrder(
                        "1 values of output 'pred_boxes' are NaN or infinite",
                        "1 values of output 'pred_logits' are NaN or infinite");
        assertThat(scores.scores().get("AP")).isPositive();
    }

    @Test
    void writesDetectionsAndInputHashesThatReadBack() throws IOException {
        DetectionScores scores = score("outputs.safetensors", task(SAME, ""), 4);

        assertThat(Files.readAllLines(folder.resolve(scores.detectionsFile()))).hasSize(61);
        Path hashes = folder.resolve(scores.inputs().file());
        assertThat(InputRow.differences(hashes, rows("hashes.jsonl"))).isEmpty();
        assertThat(scores.inputs().sha256()).isEqualTo(InputRow.together(rows("hashes.jsonl")));
    }

    @Test
    void namesTheInputThatIsNotTheGoldenOne() throws IOException {
        Path golden = folder.resolve("golden.jsonl");
        List<String> lines = new ArrayList<>(Files.readAllLines(detector("hashes.jsonl")));
        lines.set(2, lines.get(2).replaceAll("\"sha256\": \"....", "\"sha256\": \"0000"));
        lines.removeLast();
        Files.write(golden, lines);

        DetectionScores scores =
                score("outputs.safetensors", task(SAME, "", Optional.of(golden)), 1);

        assertThat(scores.violations())
                .singleElement()
                .asString()
                .contains("2 of 6 inputs are not those of", "image 23 (000023.png)", "began 0000");
    }

    @Test
    void failsNamingTheReferenceThatIsOfOtherImages() {
        Path wrong = folder.resolve("five.safetensors");
        try (Arena arena = Arena.ofConfined()) {
            SafetensorsFile.write(
                    wrong,
                    List.of(
                            TensorData.allocate(
                                    new TensorSpec(
                                            "pred_boxes", ElementType.FLOAT32, Shape.of(5, 12, 4)),
                                    arena)));
        }

        assertThatThrownBy(() -> score("outputs.safetensors", task(SAME, wrong.toString()), 1))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("does not hold outputs of the 6 images");
    }

    private static List<InputRow> rows(String file) {
        return JsonLines.read(detector(file), InputRow.SCHEMA, InputRow.class);
    }

    private DetectionScores score(String outputs, DetectionTask task, int batch) {
        return score(outputs, new DetectionJob(task, "pixels", batch, Map.of(), "out", folder));
    }

    private DetectionScores score(String outputs, DetectionJob job) {
        return score(detector(outputs), job);
    }

    private DetectionScores score(Path outputs, DetectionJob job) {
        try (Engine engine = ReplaySession.load(detector("inputs.npz"), outputs, folder);
                Session session = engine.openSession()) {
            return DetectionScoring.score(job, session);
        }
    }

    private static List<Double> expected(String name) {
        return Fixtures.json("detector/expected.json").get(name).values().stream()
                .map(JsonNode::asString)
                .map(Double::parseDouble)
                .toList();
    }

    private static Path detector(String name) {
        return Fixtures.file("detector/" + name);
    }

    private static DetectionTask task(CategoryMap categories, String reference) {
        return task(categories, reference, Optional.empty());
    }

    private static DetectionTask task(
            CategoryMap categories, String reference, Optional<Path> hashes) {
        return new DetectionTask(
                detector("images"),
                detector("annotations.json"),
                Optional.of(reference)
                        .filter(it -> !it.isEmpty())
                        .map(it -> it.startsWith("/") ? Path.of(it) : detector(it)),
                new DecoderSpec.Detr(
                        Optional.of("pred_logits"),
                        Optional.of("pred_boxes"),
                        BoxUnits.IMAGE,
                        10,
                        categories),
                new Preprocess(
                        Optional.empty(),
                        new Resize.Sides(24, 32),
                        Interpolation.PILLOW,
                        new Padding(Optional.of(new Extent(32, 32)), 1, false, OptionalInt.empty()),
                        Preprocess.Range.UNIT,
                        List.of(0.485, 0.456, 0.406),
                        List.of(0.229, 0.224, 0.225),
                        Preprocess.Layout.NCHW,
                        Preprocess.Channels.RGB,
                        hashes));
    }
}
