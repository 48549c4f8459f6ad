package dev.assay.accuracy.coco.data;

import tools.jackson.core.JsonToken;

/// Reads the records of annotations and detections; keys that no metric needs are skipped.
final class AnnotationReader {
    private final JsonStream json;
    private final AnnotationTable table;
    private final boolean masks;
    private final AnnotationRow row = new AnnotationRow();

    /// @param masks whether to keep segmentations
    AnnotationReader(JsonStream json, AnnotationTable table, boolean masks) {
        this.json = json;
        this.table = table;
        this.masks = masks;
    }

    /// Reads the object that the stream is at. An empty or null value counts as missing, and the
    /// last of two equal keys is taken, as in Python.
    void read() {
        row.clear();
        for (String key = json.nextKey(); !key.isEmpty(); key = json.nextKey()) {
            if (json.current() == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (key) {
                case "id" -> row.id = id(Field.ID);
                case "image_id" -> row.image = id(Field.IMAGE_ID);
                case "category_id" -> row.category = id(Field.CATEGORY_ID);
                case "iscrowd" -> row.crowd = flag(Field.ISCROWD);
                case "ignore" -> ignore();
                case "area" -> row.area = number(Field.AREA);
                case "score" -> row.score = number(Field.SCORE);
                case "bbox" -> box();
                case "segmentation" -> segmentation();
                default -> json.skip();
            }
        }
        table.add(row);
    }

    private long id(Field field) {
        row.mark(field);
        return json.id(field.key());
    }

    private double number(Field field) {
        row.mark(field);
        return json.number(field.key());
    }

    private long flag(Field field) {
        row.mark(field);
        return switch (json.current()) {
            case VALUE_TRUE -> 1;
            case VALUE_FALSE -> 0;
            default -> {
                long value = json.id(field.key());
                if (value < 0 || value > 255) {
                    throw json.refusal("%s is %d, not 0 or 1".formatted(field.key(), value));
                }
                yield value;
            }
        };
    }

    /// pycocotools overwrites the flag, so only its being set matters, to warn of it.
    private void ignore() {
        if (json.current() == JsonToken.VALUE_TRUE
                || (json.current().isNumeric() && json.number("ignore") != 0)) {
            row.mark(Field.IGNORE);
        }
        json.skip();
    }

    private void box() {
        json.expect(JsonToken.START_ARRAY, "an array as bbox");
        int count = 0;
        while (json.next() != JsonToken.END_ARRAY) {
            double side = json.number("bbox");
            if (count < 4) {
                row.box[count] = side;
            }
            count++;
        }
        if (count == 4) {
            row.mark(Field.BBOX);
        } else if (count > 0) {
            throw json.refusal("bbox has %d numbers, not [x, y, width, height]".formatted(count));
        }
    }

    private void segmentation() {
        row.mark(Field.SEGMENTATION);
        if (masks) {
            row.segmentation = SegmentationReader.read(json);
        } else {
            json.skip();
        }
    }
}
