package dev.assay.core.format;

import dev.assay.core.AssayException;
import dev.assay.core.format.storage.Quoted;
import dev.assay.core.format.storage.StoredType;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonToken;

/// The JSON before the tensors, read as a stream.
final class SafetensorsHeader {
    /// Keys of `__metadata__` that begin so give the scale of the tensor whose name follows.
    static final String SCALE = "assay.scale.";

    static final String METADATA = "__metadata__";

    /// All keys of `__metadata__` that mean something here begin so.
    private static final String OURS = "assay.";

    private static final int MAX_TENSORS = 100_000;
    private static final int MAX_RANK = 64;

    /// @param begin of the data, counted from the end of the header
    record Entry(StoredType type, Shape shape, long begin, long end, float scale) {
        Entry withScale(float scale) {
            return new Entry(type, shape, begin, end, scale);
        }
    }

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Float> scales = new LinkedHashMap<>();
    private final Map<String, String> notes = new LinkedHashMap<>();

    private SafetensorsHeader() {}

    static SafetensorsHeader read(Path file, InputStream in) {
        SafetensorsHeader header = new SafetensorsHeader();
        JsonCursor.read(file + " is not a valid safetensors file: its header", in, header::read);
        return header;
    }

    /// In the order of the header.
    Map<String, Entry> entries() {
        return entries;
    }

    /// What `__metadata__` says under our keys, but for scales.
    Map<String, String> notes() {
        return notes;
    }

    private void read(JsonCursor json) {
        json.expect(JsonToken.START_OBJECT, "a JSON object");
        boolean metadata = false;
        while (json.nextKey()) {
            String name = json.key();
            if (!name.equals(METADATA)) {
                if (entries.size() == MAX_TENSORS) {
                    throw json.refusal("it has more than " + MAX_TENSORS + " tensors");
                }
                if (entries.containsKey(name)) {
                    throw json.refusal("two tensors are named " + Quoted.of(name));
                }
                entries.put(name, entry(json, "tensor " + Quoted.of(name)));
            } else if (metadata) {
                throw json.refusal(METADATA + " comes twice");
            } else {
                metadata = true;
                metadata(json);
            }
        }
        // Metadata may stand before the tensors that it is about.
        scales.forEach((tensor, scale) -> {
            Entry entry = entries.get(tensor);
            if (entry == null) {
                throw json.refusal("it has a scale for %s, no tensor".formatted(Quoted.of(tensor)));
            }
            entries.put(tensor, entry.withScale(scale));
        });
    }

    private void metadata(JsonCursor json) {
        json.expect(JsonToken.START_OBJECT, METADATA + " as an object");
        while (json.nextKey()) {
            String key = json.key();
            json.expect(JsonToken.VALUE_STRING, "text in " + METADATA);
            if (!key.startsWith(OURS)) {
                continue;
            }
            String text = json.text(key.startsWith(SCALE) ? "the scale" : Quoted.of(key));
            if (!key.startsWith(SCALE)) {
                if (notes.put(key, text) != null) {
                    throw json.refusal(Quoted.of(key) + " comes twice");
                }
                continue;
            }
            if (scales.put(key.substring(SCALE.length()), scale(json, text)) != null) {
                throw json.refusal(Quoted.of(key) + " comes twice");
            }
        }
    }

    private static float scale(JsonCursor json, String text) {
        try {
            return Float.parseFloat(text);
        } catch (NumberFormatException e) {
            throw json.refusal("the scale " + Quoted.of(text) + " is not a number");
        }
    }

    private static Entry entry(JsonCursor json, String tensor) {
        json.expect(JsonToken.START_OBJECT, tensor + " as an object");
        Optional<StoredType> type = Optional.empty();
        Optional<List<Long>> shape = Optional.empty();
        Optional<List<Long>> offsets = Optional.empty();
        while (json.nextKey()) {
            boolean again =
                    switch (json.key()) {
                        case "dtype" -> type.isPresent();
                        case "shape" -> shape.isPresent();
                        case "data_offsets" -> offsets.isPresent();
                        default -> false;
                    };
            if (again) {
                throw json.refusal(tensor + " has " + json.key() + " twice");
            }
            switch (json.key()) {
                case "dtype" -> type = Optional.of(type(json, tensor));
                case "shape" -> shape = Optional.of(numbers(json, tensor, MAX_RANK));
                case "data_offsets" -> offsets = Optional.of(numbers(json, tensor, 2));
                default -> json.skip();
            }
        }
        if (type.isEmpty() || shape.isEmpty() || offsets.map(List::size).orElse(0) != 2) {
            throw json.refusal(tensor + " has no dtype, shape or data_offsets of two numbers");
        }
        return new Entry(
                type.get(),
                new Shape(shape.get()),
                offsets.get().getFirst(),
                offsets.get().getLast(),
                1);
    }

    private static List<Long> numbers(JsonCursor json, String tensor, int most) {
        String what = json.key() + " of " + tensor;
        json.expect(JsonToken.START_ARRAY, what + " as an array");
        List<Long> numbers = new ArrayList<>();
        while (json.next() != JsonToken.END_ARRAY) {
            if (numbers.size() == most) {
                throw json.refusal(what + " has more than " + most + " numbers");
            }
            numbers.add(json.natural(what));
        }
        return numbers;
    }

    private static StoredType type(JsonCursor json, String tensor) {
        String name = json.text("dtype of " + tensor);
        Optional<ElementType> plain =
                Arrays.stream(ElementType.values())
                        .filter(it -> it.safetensorsName().equals(name))
                        .findFirst();
        return switch (name) {
            case "I8", "U8" -> new StoredType(name, plain, Byte.BYTES, true);
            case "I16", "U16" -> new StoredType(name, plain, Short.BYTES, true);
            default ->
                    new StoredType(
                            name,
                            plain,
                            plain.orElseThrow(() -> unknown(json, tensor, name)).bytes(),
                            false);
        };
    }

    private static AssayException unknown(JsonCursor json, String tensor, String name) {
        List<String> known =
                Arrays.stream(ElementType.values()).map(ElementType::safetensorsName).toList();
        return json.refusal(
                "%s has the unknown dtype %s, known are %s"
                        .formatted(tensor, Quoted.of(name), known));
    }
}
