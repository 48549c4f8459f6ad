package dev.assay.core.format;

import dev.assay.core.AssayException;
import dev.assay.core.format.storage.Quoted;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;
import tools.jackson.core.Base64Variants;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// Untrusted JSON token by token, so that no document is larger in memory than the part that is
/// used. All that is wrong with it names the file and the place.
final class JsonCursor implements AutoCloseable {
    /// None of the formats nests deeper than ten.
    private static final int MAX_DEPTH = 32;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                    .build();

    private final String where;
    private final JsonParser parser;

    private JsonCursor(String where, JsonParser parser) {
        this.where = where;
        this.parser = parser;
    }

    /// Reads one whole document.
    ///
    /// @param where names file and format in messages
    /// @throws AssayException if it is no JSON in UTF-8 or not what `reader` expects
    static void read(String where, InputStream in, Consumer<JsonCursor> reader) {
        try (JsonCursor json =
                new JsonCursor(where, FACTORY.createParser(ObjectReadContext.empty(), in))) {
            json.next();
            reader.accept(json);
            if (json.parser.nextToken() != null) {
                throw json.refusal("there is more after the end");
            }
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
            throw AssayException.data(
                    "%s: line %s, column %s: it is not JSON that Assay can read (%s): save it again"
                            .formatted(
                                    where, line, column, Quoted.visible(e.getOriginalMessage())));
        }
    }

    JsonToken current() {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw refusal("the file ends");
        }
        return token;
    }

    JsonToken next() {
        parser.nextToken();
        return current();
    }

    /// Moves to the value of the object's next key.
    ///
    /// @return whether there is one; the key is {@link #key}
    boolean nextKey() {
        if (next() != JsonToken.PROPERTY_NAME) {
            return false;
        }
        next();
        return true;
    }

    String key() {
        return parser.currentName();
    }

    void skip() {
        parser.skipChildren();
    }

    void expect(JsonToken token, String what) {
        if (current() != token) {
            throw refusal("expected %s, found %s".formatted(what, current()));
        }
    }

    String text(String what) {
        expect(JsonToken.VALUE_STRING, what + " as text");
        return parser.getString();
    }

    /// A size or an offset.
    long natural(String what) {
        expect(JsonToken.VALUE_NUMBER_INT, what + " as a whole number");
        boolean fits =
                switch (parser.getNumberType()) {
                    case INT, LONG -> parser.getLongValue() >= 0;
                    case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> false;
                };
        if (!fits) {
            throw refusal(what + " is " + Quoted.visible(parser.getString()));
        }
        return parser.getLongValue();
    }

    /// Decodes the current text as it is read: it may be longer than any string.
    void decode(OutputStream out) {
        expect(JsonToken.VALUE_STRING, "base64 text");
        parser.readBinaryValue(Base64Variants.MIME_NO_LINEFEEDS, out);
    }

    AssayException refusal(String why) {
        return AssayException.data(
                "%s: line %s, column %s (%s): %s"
                        .formatted(
                                where,
                                parser.currentTokenLocation().getLineNr(),
                                parser.currentTokenLocation().getColumnNr(),
                                place(),
                                why));
    }

    /// Where the cursor is, as a JSON pointer.
    String place() {
        return Quoted.of(parser.streamReadContext().pathAsPointer().toString());
    }

    @Override
    public void close() {
        parser.close();
    }
}
