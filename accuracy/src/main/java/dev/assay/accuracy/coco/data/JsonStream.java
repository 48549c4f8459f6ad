package dev.assay.accuracy.coco.data;

import dev.assay.core.AssayException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/// A JSON file token by token. Everything that is wrong with it names the file and the place.
///
/// `NaN` and `Infinity` are read because Python writes and reads them; who forbids them does so
/// with the name of the record.
final class JsonStream implements AutoCloseable {
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                    .build();

    private final Path file;
    private final JsonParser parser;
    private String list = "";
    private int row = -1;

    private JsonStream(Path file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /// Reads one whole file.
    ///
    /// @throws AssayException if it is missing, no JSON, or not what `reader` expects
    static void read(Path file, Consumer<JsonStream> reader) {
        if (!Files.isRegularFile(file)) {
            throw AssayException.data("There is no file " + file + ": check the path");
        }
        read(file, () -> FACTORY.createParser(ObjectReadContext.empty(), file), reader);
    }

    /// Reads a document that was taken out of a file, whose lines count from its own start.
    ///
    /// @throws AssayException as above
    static void read(Path file, InputStream document, Consumer<JsonStream> reader) {
        read(file, () -> FACTORY.createParser(ObjectReadContext.empty(), document), reader);
    }

    private static void read(Path file, Supplier<JsonParser> open, Consumer<JsonStream> reader) {
        try (JsonStream json = new JsonStream(file, open.get())) {
            json.next();
            reader.accept(json);
            if (json.next() != JsonToken.NOT_AVAILABLE) {
                throw json.refusal("there is more after the end");
            }
        } catch (JacksonException e) {
            throw AssayException.data(
                    "%s:%d:%d: not readable as JSON: %s"
                            .formatted(
                                    file,
                                    e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                                    e.getLocation() == null ? 0 : e.getLocation().getColumnNr(),
                                    e.getOriginalMessage()));
        }
    }

    /// `NOT_AVAILABLE` at the end of the file.
    JsonToken next() {
        JsonToken token = parser.nextToken();
        return token == null ? JsonToken.NOT_AVAILABLE : token;
    }

    JsonToken current() {
        JsonToken token = parser.currentToken();
        return token == null ? JsonToken.NOT_AVAILABLE : token;
    }

    /// The next key of the current object, or the empty text behind the last one. Keys are followed
    /// by their value: {@link #current()} is its first token.
    String nextKey() {
        if (next() != JsonToken.PROPERTY_NAME) {
            return "";
        }
        String key = parser.currentName();
        next();
        // An empty key means nothing to COCO.
        return key.isEmpty() ? "?" : key;
    }

    void skip() {
        parser.skipChildren();
    }

    /// Calls `record` at the start of each object of the current array.
    void objects(String name, Runnable record) {
        list = name;
        row = 0;
        expect(JsonToken.START_ARRAY, "an array");
        while (next() != JsonToken.END_ARRAY) {
            expect(JsonToken.START_OBJECT, "an object");
            record.run();
            row++;
        }
        row = -1;
    }

    long id(String key) {
        if (current() == JsonToken.VALUE_NUMBER_FLOAT) {
            // Python finds the key 3 with 3.0, and writers that went through tables of floats give
            // that.
            double value = parser.getDoubleValue();
            if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
                return (long) value;
            }
        }
        if (current() != JsonToken.VALUE_NUMBER_INT) {
            throw refusal(key + " is not an integer");
        }
        return parser.getLongValue();
    }

    int size(String key) {
        long value = id(key);
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw refusal("%s is %d".formatted(key, value));
        }
        return (int) value;
    }

    double number(String key) {
        if (!current().isNumeric()) {
            throw refusal(key + " is not a number");
        }
        return parser.getDoubleValue();
    }

    String text() {
        return parser.getString();
    }

    void expect(JsonToken token, String what) {
        if (current() != token) {
            throw refusal("expected " + what + ", found " + describe(current()));
        }
    }

    private static String describe(JsonToken token) {
        return token == JsonToken.NOT_AVAILABLE ? "the end of the file" : token.toString();
    }

    AssayException refusal(String what) {
        String place = row < 0 ? "" : ": " + list + "[" + row + "]";
        return AssayException.data(
                "%s%s, line %d: %s"
                        .formatted(file, place, parser.currentTokenLocation().getLineNr(), what));
    }

    @Override
    public void close() {
        parser.close();
    }
}
