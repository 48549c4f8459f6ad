package dev.assay.accuracy.coco.data;

import dev.assay.accuracy.coco.mask.RunLengths;
import dev.assay.accuracy.coco.mask.Segmentation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JsonToken;

/// Reads the value of `segmentation`: a list of outlines, or run lengths as text or numbers.
final class SegmentationReader {
    private static final String KEY = "segmentation";

    private SegmentationReader() {}

    static Segmentation read(JsonStream json) {
        if (json.current() == JsonToken.START_ARRAY) {
            List<double[]> parts = new ArrayList<>();
            while (json.next() != JsonToken.END_ARRAY) {
                parts.add(numbers(json));
            }
            return new Segmentation.Outlines(parts);
        }
        json.expect(JsonToken.START_OBJECT, "an array or an object as segmentation");
        double[] size = {};
        double[] counts = {};
        String text = "";
        boolean compressed = false;
        boolean complete = false;
        for (String key = json.nextKey(); !key.isEmpty(); key = json.nextKey()) {
            switch (key) {
                case "size" -> size = numbers(json);
                case "counts" -> {
                    complete = true;
                    compressed = json.current() == JsonToken.VALUE_STRING;
                    if (compressed) {
                        text = json.text();
                    } else {
                        counts = numbers(json);
                    }
                }
                default -> json.skip();
            }
        }
        if (!complete || size.length != 2) {
            throw json.refusal("segmentation needs counts and size [height, width]");
        }
        int height = side(json, size[0]);
        int width = side(json, size[1]);
        if (compressed) {
            return new Segmentation.Text(height, width, text);
        }
        try {
            return new Segmentation.Runs(RunLengths.of(height, width, counts(json, counts)));
        } catch (IllegalArgumentException e) {
            throw json.refusal("segmentation: " + e.getMessage());
        }
    }

    private static int[] counts(JsonStream json, double[] numbers) {
        int[] counts = new int[numbers.length];
        for (int i = 0; i < counts.length; i++) {
            if (!(numbers[i] >= 0 && numbers[i] <= 0xffff_ffffL && numbers[i] % 1 == 0)) {
                throw json.refusal("segmentation has the run length " + numbers[i]);
            }
            counts[i] = (int) (long) numbers[i];
        }
        return counts;
    }

    private static int side(JsonStream json, double value) {
        if (!(value >= 1 && value <= Integer.MAX_VALUE && value % 1 == 0)) {
            throw json.refusal("segmentation has the size " + value);
        }
        return (int) value;
    }

    static double[] numbers(JsonStream json) {
        json.expect(JsonToken.START_ARRAY, "an array of numbers in " + KEY);
        double[] numbers = new double[16];
        int count = 0;
        while (json.next() != JsonToken.END_ARRAY) {
            if (count == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * count);
            }
            numbers[count++] = json.number(KEY);
        }
        return Arrays.copyOf(numbers, count);
    }
}
