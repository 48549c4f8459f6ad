package dev.assay.accuracy.generate.detection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.accuracy.coco.CocoEvaluation;
import dev.assay.accuracy.coco.CocoMetric;
import dev.assay.accuracy.coco.CocoOptions;
import dev.assay.accuracy.coco.CocoResult;
import dev.assay.accuracy.coco.IouType;
import dev.assay.core.format.Json;
import dev.assay.core.generated.GeneratedKind;
import dev.assay.core.generated.GeneratedRequest;
import dev.assay.core.generated.Split;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class DetectionWriterTest {
    private static final GeneratedRequest REQUEST =
            new GeneratedRequest(GeneratedKind.DETECTION, 5, Split.VALIDATION, 12, 128, 160, 1, 1);

    @TempDir Path folder;

    /// Boxes and masks: the strict reader takes them, and they agree with each other.
    @ParameterizedTest
    @EnumSource(IouType.class)
    void scoresItsOwnAnnotationsAsPerfect(IouType type) throws Exception {
        DetectionWriter.write(REQUEST, folder, 2);
        Path annotations = folder.resolve("instances.json");
        ArrayNode found = Json.compact().createArrayNode();
        for (JsonNode annotation :
                Json.compact().readTree(Files.readString(annotations)).get("annotations")) {
            if (annotation.get("iscrowd").asInt() == 0) {
                found.add(((ObjectNode) annotation.deepCopy()).put("score", 0.9));
            }
        }
        Path detections = Files.writeString(folder.resolve("dt.json"), found.toString());

        CocoResult result = CocoEvaluation.evaluate(annotations, detections, CocoOptions.of(type));

        assertThat(result.scores().get(CocoMetric.AP)).isEqualTo(1);
        assertThat(result.warnings()).isEmpty();
    }

    @Test
    void writesTheSameTextInEveryLanguage() throws Exception {
        DetectionWriter.write(REQUEST, Files.createDirectory(folder.resolve("root")), 1);
        Locale usual = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            DetectionWriter.write(REQUEST, Files.createDirectory(folder.resolve("arab")), 1);
        } finally {
            Locale.setDefault(usual);
        }

        assertThat(folder.resolve("arab/instances.json"))
                .hasSameBinaryContentAs(folder.resolve("root/instances.json"));
        assertThat(folder.resolve("arab/images/000001.png")).exists();
    }
}
