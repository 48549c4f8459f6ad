package dev.assay.accuracy.coco;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.accuracy.coco.match.PrecisionRecall;
import dev.assay.accuracy.coco.match.Protocol;
import dev.assay.accuracy.coco.match.Protocol.AreaRange;
import dev.assay.core.format.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Two files and what pycocotools 2.0.11 makes of them: `expected*.json`, numbers as hex doubles.
record CocoCase(Path file, JsonNode expected) {
    static List<CocoCase> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder, 2)) {
            return files.filter(it -> it.getFileName().toString().matches("expected.*\\.json"))
                    .sorted()
                    .map(CocoCase::load)
                    .toList();
        }
    }

    private static CocoCase load(Path file) {
        return new CocoCase(file, Json.compact().readTree(file));
    }

    /// Whether pycocotools raises an exception.
    boolean raises() {
        return expected.has("raises");
    }

    /// Whether strict evaluation refuses it although pycocotools answers.
    boolean isRefused() {
        return expected.path("strictRefuses").asBoolean(false);
    }

    boolean hasNoDetections() {
        return Json.compact().readTree(sibling("dt")).isEmpty();
    }

    CocoResult evaluate(boolean asPycocotools) {
        JsonNode maxDets = expected.path("params").path("maxDets");
        CocoOptions options =
                new CocoOptions(
                        IouType.valueOf(
                                expected.path("iouType").asString().toUpperCase(Locale.ROOT)),
                        expected.path("useCats").asInt() == 1,
                        maxDets.isArray()
                                ? IntStream.range(0, maxDets.size())
                                        .mapToObj(i -> maxDets.get(i).asInt())
                                        .toList()
                                : CocoOptions.USUAL_MAX_DETS,
                        asPycocotools,
                        2);
        return CocoEvaluation.evaluate(sibling("gt"), sibling("dt"), options);
    }

    private Path sibling(String key) {
        return file.resolveSibling(expected.path(key).asString()).normalize();
    }

    /// Asserts every bit: the twelve numbers, those of each category, and both arrays.
    void check(CocoResult result) {
        CocoMetric[] metrics = CocoMetric.values();
        for (int i = 0; i < metrics.length; i++) {
            assertThat(result.scores().get(metrics[i]))
                    .as("%s of %s", metrics[i], file)
                    .isEqualTo(Double.parseDouble(expected.path("stats_hex").path(i).asString()));
        }
        JsonNode categories = CocoJson.of(result).path("perCategory");
        for (Map.Entry<String, JsonNode> category : expected.path("perCategory").properties()) {
            for (Map.Entry<String, JsonNode> score : category.getValue().properties()) {
                assertThat(categories.path(category.getKey()).path(score.getKey()).asDouble())
                        .as("%s of category %s of %s", score.getKey(), category.getKey(), file)
                        .isEqualTo(score.getValue().asDouble());
            }
        }
        PrecisionRecall curves = result.curves();
        assertThat(sha256(curves, Protocol.RECALL_THRESHOLDS))
                .isEqualTo(expected.path("precision_sha256").asString());
        assertThat(sha256(curves, 0)).isEqualTo(expected.path("recall_sha256").asString());
    }

    /// @param recalls 0 for the array of recall, which has no such dimension
    private static String sha256(PrecisionRecall curves, int recalls) {
        int ious = Protocol.IOU_THRESHOLDS.size();
        int size = ious * Math.max(1, recalls) * curves.categories() * 4 * curves.limits();
        ByteBuffer bytes = ByteBuffer.allocate(size * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int iou = 0; iou < ious; iou++) {
            for (int recall = 0; recall < Math.max(1, recalls); recall++) {
                for (int category = 0; category < curves.categories(); category++) {
                    for (AreaRange range : AreaRange.values()) {
                        for (int limit = 0; limit < curves.limits(); limit++) {
                            bytes.putDouble(
                                    recalls == 0
                                            ? curves.recall(iou, category, range, limit)
                                            : curves.precision(
                                                    iou, recall, category, range, limit));
                        }
                    }
                }
            }
        }
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The name of its folder.
    String name() {
        return file.getName(file.getNameCount() - 2).toString();
    }

    @Override
    public String toString() {
        return name() + "/" + file.getFileName();
    }
}
