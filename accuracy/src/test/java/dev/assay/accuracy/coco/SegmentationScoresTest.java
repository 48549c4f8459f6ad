package dev.assay.accuracy.coco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Masks in all three forms, with a crowd; expected numbers by pycocotools 2.0.11 (`COCOeval(gt,
/// gt.loadRes(dt), 'segm')`, `useCats` 1 and 0).
class SegmentationScoresTest {
    private static final String TRUTH =
            """
            {'images': [{'id': 1, 'height': 8, 'width': 10}],
             'categories': [{'id': 1, 'name': 'a'}, {'id': 4, 'name': 'b'}],
             'annotations': [
              {'id': 1, 'image_id': 1, 'category_id': 1, 'iscrowd': 0, 'area': 19,
               'segmentation': [[1.5, 1.5, 8.2, 2.1, 4.4, 7.7]]},
              {'id': 2, 'image_id': 1, 'category_id': 1, 'iscrowd': 0, 'area': 32,
               'segmentation': [[1, 1, 5, 1, 5, 5, 1, 5], [3, 3, 8, 3, 8, 7, 3, 7]]},
              {'id': 3, 'image_id': 1, 'category_id': 4, 'iscrowd': 1, 'area': 40,
               'segmentation': {'size': [8, 10], 'counts': [40, 40]}},
              {'id': 4, 'image_id': 1, 'category_id': 4, 'iscrowd': 0, 'area': 20,
               'segmentation': {'size': [8, 10], 'counts': 'b0440000000f0'}}]}
            """;
    private static final String FOUND =
            """
            [{'image_id': 1, 'category_id': 1, 'score': 0.9,
              'segmentation': {'size': [8, 10], 'counts': '944002N02N0000='}},
             {'image_id': 1, 'category_id': 1, 'score': 0.8,
              'segmentation': {'size': [8, 10], 'counts': 'b0440000000f0'}},
             {'image_id': 1, 'category_id': 4, 'score': 0.7,
              'segmentation': {'size': [8, 10], 'counts': 'X1X1'}},
             {'image_id': 1, 'category_id': 4, 'score': 0.6,
              'segmentation': {'size': [8, 10], 'counts': '0620000000X1'}}]
            """;

    @TempDir Path folder;
    private Path truth = Path.of("");
    private Path found = Path.of("");

    @BeforeEach
    void write() {
        truth = new CocoFiles(folder).write("gt.json", TRUTH);
        found = new CocoFiles(folder).write("dt.json", FOUND);
    }

    @Test
    void agreesWithPycocotools() {
        Scores scores = evaluate(found, true).scores();

        assertThat(scores.get(CocoMetric.AP)).isEqualTo(0x1.67ebb9079a9d2p-2);
        assertThat(scores.get(CocoMetric.AP50)).isEqualTo(0.5);
        assertThat(scores.get(CocoMetric.AP75)).isEqualTo(0x1.0288df0cac5b3p-2);
        assertThat(scores.get(CocoMetric.AP_MEDIUM)).isEqualTo(-1);
        assertThat(scores.get(CocoMetric.AR100)).isEqualTo(0x1.6666666666666p-2);
    }

    @Test
    void agreesWithPycocotoolsAcrossCategories() {
        CocoResult result = evaluate(found, false);

        assertThat(result.scores().get(CocoMetric.AP)).isEqualTo(0x1.53a4c0a237c33p-1);
        assertThat(result.scores().get(CocoMetric.AR1)).isEqualTo(0x1.5555555555556p-2);
        assertThat(result.categories())
                .singleElement()
                .satisfies(it -> assertThat(it.id()).isEqualTo(CategoryScores.POOLED));
    }

    /// pycocotools never ends on this one.
    @Test
    void refusesRunsThatDoNotFillTheirMask() {
        Path damaged = new CocoFiles(folder).write("bad.json", FOUND.replace("'X1X1'", "'`1X1'"));

        assertThatThrownBy(() -> evaluate(damaged, true))
                .hasMessageContaining(
                        "bad.json: [2] (image_id 1): segmentation: its runs cover 88");
    }

    private CocoResult evaluate(Path detections, boolean useCategories) {
        return CocoEvaluation.evaluate(
                truth,
                detections,
                new CocoOptions(IouType.SEGM, useCategories, CocoOptions.USUAL_MAX_DETS, false, 1));
    }
}
