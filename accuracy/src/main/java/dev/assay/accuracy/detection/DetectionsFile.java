package dev.assay.accuracy.detection;

import dev.assay.accuracy.coco.data.AnnotationTable;
import dev.assay.accuracy.detection.decode.Detection;
import dev.assay.accuracy.detection.decode.ImageDetections;
import dev.assay.core.AssayException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Detections in COCO's results format, ordered by image id and then by rank: pycocotools breaks
/// ties by the order of the file, so the order is part of the result.
final class DetectionsFile {
    private static final JsonFactory FACTORY = JsonFactory.builder().build();

    private DetectionsFile() {}

    /// Replaces the file by rename; one line a detection.
    ///
    /// @param images by rising id
    static void write(Path file, List<ImageDetections> images) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (var out = Files.newBufferedWriter(part, StandardCharsets.UTF_8);
                    JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
                json.writeStartArray();
                for (ImageDetections image : images) {
                    for (Detection detection : image.detections()) {
                        json.writeRaw('\n');
                        write(json, image.image(), detection);
                    }
                }
                json.writeEndArray();
                json.writeRaw('\n');
            }
            Files.move(
                    part,
                    file,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | JacksonException e) {
            throw AssayException.environment(
                    "Cannot write " + file + " (" + e + "): check free space and permissions", e);
        }
    }

    private static void write(JsonGenerator json, long image, Detection detection) {
        json.writeStartObject();
        json.writeNumberProperty("image_id", image);
        json.writeNumberProperty("category_id", detection.category());
        json.writeArrayPropertyStart("bbox");
        json.writeNumber(detection.x());
        json.writeNumber(detection.y());
        json.writeNumber(detection.width());
        json.writeNumber(detection.height());
        json.writeEndArray();
        json.writeNumberProperty("score", detection.score());
        json.writeEndObject();
    }

    /// Detections of a file, by image id; the order of the file within an image.
    static List<ImageDetections> of(AnnotationTable table) {
        TreeMap<Long, List<Detection>> images = new TreeMap<>();
        for (int row = 0; row < table.size(); row++) {
            images.computeIfAbsent(table.image(row), image -> new ArrayList<>())
                    .add(
                            new Detection(
                                    table.category(row),
                                    table.box(row, 0),
                                    table.box(row, 1),
                                    table.box(row, 2),
                                    table.box(row, 3),
                                    table.score(row)));
        }
        return images.entrySet().stream()
                .map(it -> new ImageDetections(it.getKey(), it.getValue()))
                .toList();
    }
}
