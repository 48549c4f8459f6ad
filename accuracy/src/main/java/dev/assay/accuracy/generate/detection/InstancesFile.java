package dev.assay.accuracy.generate.detection;

import dev.assay.accuracy.generate.detection.DetectionImage.Instance;
import dev.assay.core.AssayException;
import dev.assay.core.generated.GeneratedRequest;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Writes annotations in COCO's format while the images are made; a line a record, whole numbers
/// only, so that the bytes are the same everywhere.
///
/// Format: <https://cocodataset.org/#format-data>. Masks are run lengths for single objects too:
/// the outlines that COCO has for those know no holes, and a ring is one.
final class InstancesFile implements AutoCloseable {
    static final String NAME = "instances.json";

    private final BufferedWriter out;
    private final List<String> images = new ArrayList<>();
    private int annotations;

    InstancesFile(Path folder, GeneratedRequest request) throws IOException {
        out = Files.newBufferedWriter(folder.resolve(NAME));
        line(
                text(
                        "{\"info\": {\"description\": \"drawn figures, seed %d, %s\"},",
                        request.seed(), request.split().slug()));
        line("\"categories\": [");
        List<String> categories = new ArrayList<>();
        for (Category category : Category.values()) {
            categories.add(text("{\"id\": %d, \"name\": \"%s\"}", category.id(), category.label()));
        }
        line(String.join(",\n", categories) + "],");
        out.write("\"annotations\": [");
    }

    /// @return the name of the image's file: `000001.png` for the first, whose id is 1
    String add(DetectionImage image) throws IOException {
        int id = images.size() + 1;
        String name = text("%06d.png", id);
        images.add(
                text(
                        "{\"id\": %d, \"file_name\": \"%s\", \"height\": %d, \"width\": %d}",
                        id, name, image.height(), image.width()));
        for (Instance instance : image.instances()) {
            out.write(annotations == 0 ? "\n" : ",\n");
            annotations++;
            out.write(annotation(annotations, id, image, instance));
        }
        return name;
    }

    private static String annotation(int id, int image, DetectionImage size, Instance instance) {
        VisibleMask mask = instance.mask();
        String counts =
                mask.counts().stream().map(String::valueOf).collect(Collectors.joining(", "));
        return text(
                "{\"id\": %d, \"image_id\": %d, \"category_id\": %d, \"iscrowd\": %d, \"area\": %d,"
                        + " \"bbox\": [%d, %d, %d, %d], \"segmentation\": {\"size\": [%d, %d],"
                        + " \"counts\": [%s]}}",
                id,
                image,
                instance.category().id(),
                instance.crowd() ? 1 : 0,
                mask.area(),
                mask.x(),
                mask.y(),
                mask.width(),
                mask.height(),
                size.height(),
                size.width(),
                counts);
    }

    /// Ends the file; without this it is no JSON.
    void finish() throws IOException {
        line("],");
        line("\"images\": [");
        line(String.join(",\n", images) + "]}");
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private void line(String text) throws IOException {
        out.write(text);
        out.write('\n');
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw AssayException.environment(
                    "Cannot write " + NAME + " (" + e + "): check free space and permissions", e);
        }
    }
}
