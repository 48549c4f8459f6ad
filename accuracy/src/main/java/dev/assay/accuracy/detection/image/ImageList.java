package dev.assay.accuracy.detection.image;

import dev.assay.core.AssayException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/// The `images` of a COCO annotation file with their files, by rising id. The rest of the file is
/// skipped, not kept.
public final class ImageList {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

    private final Path annotations;
    private final Path folder;
    private final List<ListedImage> images = new ArrayList<>();

    private ImageList(Path annotations, Path folder) {
        this.annotations = annotations;
        this.folder = folder.toAbsolutePath().normalize();
    }

    /// @param folder in which the files are
    /// @throws AssayException if an image has no id or no file name, or leads out of the folder
    public static List<ListedImage> read(Path annotations, Path folder) {
        if (!Files.isRegularFile(annotations)) {
            throw AssayException.data("There is no file " + annotations + ": check the path");
        }
        ImageList list = new ImageList(annotations, folder);
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), annotations)) {
            list.read(json);
        } catch (JacksonException e) {
            throw AssayException.data(
                    "%s: not readable as JSON: %s".formatted(annotations, e.getOriginalMessage()));
        }
        if (list.images.isEmpty()) {
            throw AssayException.data(annotations + " lists no images");
        }
        list.images.sort(Comparator.comparingLong(ListedImage::id));
        for (int i = 1; i < list.images.size(); i++) {
            if (list.images.get(i).id() == list.images.get(i - 1).id()) {
                throw AssayException.data(
                        "%s lists two images of the id %d"
                                .formatted(annotations, list.images.get(i).id()));
            }
        }
        return List.copyOf(list.images);
    }

    private void read(JsonParser json) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw AssayException.data(annotations + " is no COCO annotation file: no object");
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean wanted = json.currentName().equals("images");
            if (json.nextToken() == JsonToken.START_ARRAY && wanted) {
                while (json.nextToken() == JsonToken.START_OBJECT) {
                    images.add(image(json));
                }
            } else {
                json.skipChildren();
            }
        }
    }

    private ListedImage image(JsonParser json) {
        long id = Long.MIN_VALUE;
        String name = "";
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = json.currentName();
            JsonToken value = json.nextToken();
            if (key.equals("id") && value.isNumeric()) {
                id = json.getLongValue();
            } else if (key.equals("file_name") && value == JsonToken.VALUE_STRING) {
                name = json.getString();
            } else {
                json.skipChildren();
            }
        }
        String place = "%s: images[%d]".formatted(annotations, images.size());
        if (id == Long.MIN_VALUE || name.isEmpty()) {
            throw AssayException.data(place + " has no id or no file_name");
        }
        Path file = folder.resolve(name).normalize();
        if (!file.startsWith(folder)) {
            throw AssayException.data(
                    "%s: file_name '%s' leads out of %s".formatted(place, name, folder));
        }
        return new ListedImage(id, name, file);
    }
}
