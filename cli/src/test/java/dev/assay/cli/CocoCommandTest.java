package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.format.Json;
import dev.assay.core.verdict.Exit;
import dev.assay.reports.text.TerminalText;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class CocoCommandTest {
    @TempDir Path folder;

    private Assay assay;

    @BeforeEach
    void prepare() throws Exception {
        assay = new Assay(folder);
        annotations(1);
        Files.writeString(
                folder.resolve("dt.json"),
                """
                [{"image_id": 7, "category_id": 3, "bbox": [10, 10, 40, 40], "score": 0.5}]
                """);
    }

    @Test
    void printsTheTwelveLinesOfPycocotoolsWithin80Columns() throws Exception {
        Assay.Result result = assay.run("coco", "gt.json", "dt.json");

        assertThat(result.exitCode()).isEqualTo(Exit.CLEAN);
        // print() of pycocotools 2.0.11 for the same files.
        assertThat(result.output().lines().limit(12))
                .containsExactly(
                        " Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | maxDets=100 ] = 1.000",
                        " Average Precision  (AP) @[ IoU=0.50      | area=   all | maxDets=100 ] = 1.000",
                        " Average Precision  (AP) @[ IoU=0.75      | area=   all | maxDets=100 ] = 1.000",
                        " Average Precision  (AP) @[ IoU=0.50:0.95 | area= small | maxDets=100 ] = -1.000",
                        " Average Precision  (AP) @[ IoU=0.50:0.95 | area=medium | maxDets=100 ] = 1.000",
                        " Average Precision  (AP) @[ IoU=0.50:0.95 | area= large | maxDets=100 ] = -1.000",
                        " Average Recall     (AR) @[ IoU=0.50:0.95 | area=   all | maxDets=  1 ] = 1.000",
                        " Average Recall     (AR) @[ IoU=0.50:0.95 | area=   all | maxDets= 10 ] = 1.000",
                        " Average Recall     (AR) @[ IoU=0.50:0.95 | area=   all | maxDets=100 ] = 1.000",
                        " Average Recall     (AR) @[ IoU=0.50:0.95 | area= small | maxDets=100 ] = -1.000",
                        " Average Recall     (AR) @[ IoU=0.50:0.95 | area=medium | maxDets=100 ] = 1.000",
                        " Average Recall     (AR) @[ IoU=0.50:0.95 | area= large | maxDets=100 ] = -1.000");
        assertThat(result.output().lines()).allMatch(it -> it.length() <= 80);
        assertThat(result.output()).contains("  3 cat [31m ");
    }

    @Test
    void writesJsonToStdoutAloneWithEveryDigit() throws Exception {
        Assay.Result result = assay.run("coco", "gt.json", "dt.json", "--json", "-");

        assertThat(result.exitCode()).isEqualTo(Exit.CLEAN);
        JsonNode json = Json.compact().readTree(result.output());
        assertThat(json.propertyNames())
                .containsExactly(
                        "AP",
                        "AP50",
                        "AP75",
                        "APsmall",
                        "APmedium",
                        "APlarge",
                        "AR1",
                        "AR10",
                        "AR100",
                        "ARsmall",
                        "ARmedium",
                        "ARlarge",
                        "perCategory",
                        "warnings");
        assertThat(json.path("APmedium").asDouble()).isEqualTo(0x1.ffffffffffffep-1);
        assertThat(json.path("perCategory").path("3").path("APlarge").asDouble()).isEqualTo(-1);
    }

    @Test
    void staysWithin80ColumnsWhateverTheFilesHold() throws Exception {
        Path truth = folder.resolve("gt.json");
        Files.writeString(
                truth,
                Files.readString(truth)
                        .replace("3,", "30123456789012,")
                        // Not the keys, which begin alike.
                        .replace("cat\\", "\u732b".repeat(40) + " " + "x".repeat(90) + "\\"));

        Assay.Result result = assay.run("coco", "gt.json", "dt.json", "--max-dets", "1,10,1000000");

        assertThat(result.output().lines()).allMatch(it -> TerminalText.width(it) <= 80);
        assertThat(result.output())
                .contains(
                        " (AP) @[ IoU=0.50:0.95 | area= small | maxDets=1000000 ] = -1.000",
                        " 30123456789012 ",
                        "warning: 1 detections are of categories that are not listed");
    }

    @Test
    void takesItsOptions() throws Exception {
        String[] arguments = {
            "coco", "gt.json", "dt.json", "--no-categories", "--max-dets", "300,1,10",
            "--iou-type", "segm", "--json", "out/coco.json", "--threads", "1"
        };
        Assay.Result result = assay.run(arguments);

        assertThat(result.exitCode()).isEqualTo(Exit.CLEAN);
        assertThat(result.output())
                .contains("warning: --max-dets lacks 100", "maxDets=300 ] = 1.000");
        JsonNode json = Json.compact().readTree(folder.resolve("out/coco.json"));
        assertThat(json.path("AP").asDouble()).isEqualTo(-1);
        assertThat(json.path("perCategory").propertyNames()).containsExactly("-1");
    }

    @Test
    void refusesWhatPycocotoolsGetsWrongUnlessAskedToDoAsItDoes() throws Exception {
        annotations(0);

        Assay.Result refused = assay.run("coco", "gt.json", "dt.json");
        assertThat(refused.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(refused.output()).contains("gt.json: annotations[0] (id 0, image_id 7)");

        Assay.Result wrong = assay.run("coco", "gt.json", "dt.json", "--as-pycocotools");
        assertThat(wrong.exitCode()).isEqualTo(Exit.CLEAN);
        assertThat(wrong.output()).contains("maxDets=100 ] = 0.000");
    }

    private void annotations(int id) throws Exception {
        Files.writeString(
                folder.resolve("gt.json"),
                """
                {"images": [{"id": 7, "height": 64, "width": 64}],
                 "categories": [{"id": 3, "name": "cat\\u001b[31m"}],
                 "annotations": [{"id": %d, "image_id": 7, "category_id": 3, "iscrowd": 0,
                   "bbox": [10, 10, 40, 40], "area": 1600,
                   "segmentation": [[10, 10, 10, 50, 50, 50, 50, 10]]}]}
                """
                        .formatted(id));
    }
}
