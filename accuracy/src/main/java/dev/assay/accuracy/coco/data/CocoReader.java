package dev.assay.accuracy.coco.data;

import dev.assay.core.AssayException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import tools.jackson.core.JsonToken;

/// Reads COCO's two formats: an object with `images`, `categories` and `annotations`, and an array
/// of detections (<https://cocodataset.org/#format-data>, `#format-results`).
public final class CocoReader {
    private CocoReader() {}

    /// @param masks whether to keep segmentations
    /// @throws AssayException if the file is not of this format; the message names the place
    public static GroundTruth groundTruth(Path file, boolean masks) {
        GroundTruthBuilder builder = new GroundTruthBuilder(file, masks);
        JsonStream.read(file, builder::read);
        return builder.build();
    }

    /// Starts to read detections in the threads of a pool; the answer waits for them.
    ///
    /// @param masks whether to keep segmentations; they are kept also if the first detection has no
    ///   box, because boxes are then taken from them
    /// @return throws an {@link AssayException} if the file is not of this format; the message
    ///   names the place
    public static Supplier<AnnotationTable> detections(
            Path file, boolean masks, ExecutorService pool) {
        return new DetectionReader(file, masks).start(pool);
    }

    private static AnnotationTable table(Path file, String list) {
        return new AnnotationTable(file + ": " + list);
    }

    /// Gathers the lists in whatever order the file has them; of a list that comes twice the last
    /// one counts, as in Python.
    private static final class GroundTruthBuilder {
        private final Path file;
        private final boolean masks;
        private final Set<String> lists = new HashSet<>();
        private final List<ImageRecord> images = new ArrayList<>();
        private final List<CategoryRecord> categories = new ArrayList<>();
        private AnnotationTable annotations;

        GroundTruthBuilder(Path file, boolean masks) {
            this.file = file;
            this.masks = masks;
            this.annotations = table(file, "annotations");
        }

        void read(JsonStream json) {
            json.expect(JsonToken.START_OBJECT, "an object with images, categories, annotations");
            for (String key = json.nextKey(); !key.isEmpty(); key = json.nextKey()) {
                lists.add(key);
                switch (key) {
                    case "images" -> {
                        images.clear();
                        json.objects(key, () -> images.add(image(json)));
                    }
                    case "categories" -> {
                        categories.clear();
                        json.objects(key, () -> categories.add(category(json)));
                    }
                    case "annotations" -> {
                        annotations = table(file, key);
                        AnnotationReader reader = new AnnotationReader(json, annotations, masks);
                        json.objects(key, reader::read);
                    }
                    default -> json.skip();
                }
            }
        }

        private static ImageRecord image(JsonStream json) {
            long id = 0;
            int height = 0;
            int width = 0;
            boolean named = false;
            for (String key = json.nextKey(); !key.isEmpty(); key = json.nextKey()) {
                boolean absent = json.current() == JsonToken.VALUE_NULL;
                switch (absent ? "" : key) {
                    case "id" -> {
                        id = json.id(key);
                        named = true;
                    }
                    case "height" -> height = json.size(key);
                    case "width" -> width = json.size(key);
                    default -> json.skip();
                }
            }
            if (!named) {
                throw json.refusal("the image has no id");
            }
            return new ImageRecord(id, height, width);
        }

        private static CategoryRecord category(JsonStream json) {
            long id = 0;
            String name = "";
            boolean named = false;
            for (String key = json.nextKey(); !key.isEmpty(); key = json.nextKey()) {
                if (key.equals("id")) {
                    id = json.id(key);
                    named = true;
                } else if (key.equals("name") && json.current() == JsonToken.VALUE_STRING) {
                    name = json.text();
                } else {
                    json.skip();
                }
            }
            if (!named) {
                throw json.refusal("the category has no id");
            }
            return new CategoryRecord(id, name);
        }

        GroundTruth build() {
            return new GroundTruth(lists, images, categories, annotations);
        }
    }
}
