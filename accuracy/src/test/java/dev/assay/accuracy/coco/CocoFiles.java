package dev.assay.accuracy.coco;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes the two files of an evaluation from fragments of JSON.
record CocoFiles(Path folder) {
    static final String BOX = "{'id': 1, 'image_id': 7, 'category_id': 3, 'bbox': [10, 10, 40, 40]";
    static final String TRUTH = BOX + ", 'area': 1600, 'iscrowd': 0}";
    static final String FOUND =
            "{'image_id': 7, 'category_id': 3, 'bbox': [10, 10, 40, 40], 'score': 0.5}";

    /// One image of 64 x 48 with id 7, one category with id 3.
    CocoResult evaluate(String annotations, String detections, CocoOptions options) {
        String truth =
                ("{'images': [{'id': 7, 'height': 48, 'width': 64}],"
                                + " 'categories': [{'id': 3, 'name': 'cat'}], 'annotations': [%s]}")
                        .formatted(annotations);
        return CocoEvaluation.evaluate(
                write("gt.json", truth), write("dt.json", "[" + detections + "]"), options);
    }

    Path write(String name, String json) {
        try {
            return Files.writeString(folder.resolve(name), json.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
