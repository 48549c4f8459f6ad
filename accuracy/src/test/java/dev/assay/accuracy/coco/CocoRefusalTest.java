package dev.assay.accuracy.coco;

import static dev.assay.accuracy.coco.CocoFiles.BOX;
import static dev.assay.accuracy.coco.CocoFiles.FOUND;
import static dev.assay.accuracy.coco.CocoFiles.TRUTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is refused, and that the message names the record; what pycocotools accepts of it.
class CocoRefusalTest {
    private static final CocoOptions STRICT = CocoOptions.of(IouType.BBOX);
    private static final CocoOptions LENIENT =
            new CocoOptions(IouType.BBOX, true, CocoOptions.USUAL_MAX_DETS, true, 1);

    @TempDir Path folder;
    private CocoFiles files;

    @BeforeEach
    void prepare() {
        files = new CocoFiles(folder);
    }

    @Test
    void refusesTheAnnotationIdZero() {
        String zero = TRUTH.replace("'id': 1,", "'id': 0,");

        refuses(zero, FOUND, "gt.json: annotations[0] (id 0, image_id 7): the id is 0");
        assertThat(files.evaluate(zero, FOUND, LENIENT).scores().get(CocoMetric.AP)).isZero();
    }

    @Test
    void refusesDuplicateIds() {
        refuses(TRUTH + "," + TRUTH, FOUND, "annotations[1] (id 1, image_id 7): the id was used");
    }

    @Test
    void refusesImagesAndCategoriesThatShareAnId() {
        Path found = files.write("dt.json", "[" + FOUND + "]");
        Path images =
                files.write(
                        "images.json",
                        "{'images': [{'id': 7}, {'id': 8}, {'id': 7}], 'categories': [{'id': 3}],"
                                + " 'annotations': ["
                                + TRUTH
                                + "]}");
        Path categories =
                files.write(
                        "categories.json",
                        "{'images': [{'id': 7}], 'categories': [{'id': 3}, {'id': 3}],"
                                + " 'annotations': ["
                                + TRUTH
                                + "]}");

        assertThatThrownBy(() -> CocoEvaluation.load(images, found, STRICT))
                .hasMessageContaining("images.json: images[2] (id 7): the id was used before");
        assertThatThrownBy(() -> CocoEvaluation.load(categories, found, STRICT))
                .hasMessageContaining("categories.json: categories[1] (id 3): the id was used");
        assertThat(CocoEvaluation.evaluate(images, found, LENIENT).scores().get(CocoMetric.AR1))
                .isOne();
    }

    @Test
    void refusesAMaskThatIsMissingOrDamaged() {
        CocoOptions masks = CocoOptions.of(IouType.SEGM);

        assertThatThrownBy(() -> files.evaluate(TRUTH, FOUND, masks))
                .hasMessageContaining("annotations[0] (id 1, image_id 7): it has no segmentation");
        assertThatThrownBy(() ->
                        files.evaluate(
                                TRUTH.replace("}", ", 'segmentation': [[1, 2, NaN, 4, 5, 6]]}"),
                                FOUND,
                                masks))
                .hasMessageContaining("annotations[0] (id 1, image_id 7): segmentation: ")
                .hasMessageContaining("NaN");
    }

    @Test
    void refusesBoxesAndScoresThatAreNotFinite() {
        String nan = FOUND.replace("[10, 10, 40, 40]", "[10, 10, NaN, 40]");

        refuses(TRUTH, nan, "dt.json: [0] (image_id 7): width of bbox is NaN");
        refuses(TRUTH, FOUND.replace("0.5", "Infinity"), "[0] (image_id 7): score is Infinity");
        refuses(
                TRUTH.replace("1600", "NaN"),
                FOUND,
                "annotations[0] (id 1, image_id 7): area is NaN");
        // As in pycocotools, where NaN is not below any threshold.
        assertThat(files.evaluate(TRUTH, nan, LENIENT).scores().get(CocoMetric.AR1)).isOne();
    }

    @Test
    void refusesWhatIsMissing() {
        refuses(
                BOX + ", 'iscrowd': 0}",
                FOUND,
                "annotations[0] (id 1, image_id 7): it has no area");
        refuses(
                BOX + ", 'area': 1}",
                FOUND,
                "annotations[0] (id 1, image_id 7): it has no iscrowd");
        refuses(
                TRUTH,
                FOUND.replace("'score'", "'sc'"),
                "dt.json: [0] (image_id 7): it has no score");
        refuses(TRUTH, FOUND.replace("'bbox'", "'box'"), "it has no segmentation");
        refuses(TRUTH.replace("'image_id': 7, ", ""), FOUND, "(id 1): it has no image_id");
    }

    @Test
    void refusesDetectionsOnUnknownImages() {
        String elsewhere = FOUND.replace("'image_id': 7", "'image_id': 8");

        refuses(TRUTH, FOUND + "," + elsewhere, "dt.json: [1] (image_id 8): there is no image 8");
        assertThatThrownBy(() -> files.evaluate(TRUTH, elsewhere, LENIENT))
                .isInstanceOf(AssayException.class);
    }

    @Test
    void scoresAnEmptyListOfDetectionsZeroAndWarns() {
        CocoResult result = files.evaluate(TRUTH, "", STRICT);

        assertThat(result.scores().get(CocoMetric.AP)).isZero();
        assertThat(result.scores().get(CocoMetric.AP_LARGE)).isEqualTo(-1);
        assertThat(result.warnings())
                .singleElement()
                .asString()
                .contains("there are no detections");
        assertThatThrownBy(() -> files.evaluate(TRUTH, "", LENIENT))
                .hasMessageContaining("IndexError");
    }

    @Test
    void warnsOfWhatDoesNotCount() {
        String other = FOUND.replace("'category_id': 3", "'category_id': 4");
        String ignored = TRUTH.replace("}", ", 'ignore': 1}");
        String unlisted =
                TRUTH.replace("'id': 1", "'id': 2").replace("image_id': 7", "image_id': 9");

        assertThat(files.evaluate(ignored + "," + unlisted, FOUND + "," + other, STRICT).warnings())
                .hasSize(3)
                .anyMatch(it -> it.contains("1 detections") && it.contains("category_id 4"))
                .anyMatch(it -> it.contains("annotations[1] (id 2, image_id 9)"))
                .anyMatch(it -> it.contains("'ignore'"));
    }

    @Test
    void namesTheLineOfWhatIsNoJson() {
        refuses(TRUTH + ",\n{'id': 2,,}", FOUND, "gt.json:2:");
        refuses(
                TRUTH.replace("'id': 1,", "'id': 'one',"),
                FOUND,
                "annotations[0], line 1: id is not");
        refuses(TRUTH, FOUND.replace(", 40]", "]"), "dt.json: [0], line 1: bbox has 3 numbers");
        refuses(TRUTH, "7", "expected an object, found VALUE_NUMBER_INT");
        assertThatThrownBy(() -> CocoEvaluation.load(folder, folder, STRICT))
                .hasMessageContaining("There is no file");
    }

    @Test
    void refusesTooFewMaxDets() {
        assertThatThrownBy(() -> new CocoOptions(IouType.BBOX, true, List.of(1, 10), false, 1))
                .hasMessageContaining("three or more");
    }

    private void refuses(String annotations, String detections, String message) {
        assertThatThrownBy(() -> files.evaluate(annotations, detections, STRICT))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining(message);
    }
}
