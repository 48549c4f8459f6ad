package dev.assay.core.format;

import dev.assay.core.format.storage.Quoted;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.core.JsonToken;

/// Walks the structure around Polygraphy's arrays: runners, their iterations, their outputs.
final class PolygraphyWalk {
    /// The key that names an object's class.
    static final String CLASS = "polygraphy_class";

    /// Versions before 0.35 named it by a key that begins so.
    static final String OLD_CLASS = "__polygraphy_encoded_";

    private static final int MAX_ARRAYS = 100_000;

    /// What is done on the way.
    interface Visitor {
        /// Whether to walk through a runner's iterations; a file of inputs is one runner, `inputs`.
        boolean enters(String runner);

        /// The cursor is at the value of an output. It has to be at the value's end afterwards.
        void array(JsonCursor json, int iteration, String name);
    }

    private final JsonCursor json;
    private final Visitor visitor;
    private int arrays;

    private PolygraphyWalk(JsonCursor json, Visitor visitor) {
        this.json = json;
        this.visitor = visitor;
    }

    static void walk(JsonCursor json, Visitor visitor) {
        new PolygraphyWalk(json, visitor).document();
    }

    /// Checks the class where the current key names one; skips any other key.
    static void checkClass(JsonCursor json, Set<String> classes) {
        boolean old = json.key().startsWith(OLD_CLASS);
        if (!old && !json.key().equals(CLASS)) {
            json.skip();
            return;
        }
        String name = old ? json.key().substring(OLD_CLASS.length()) : json.text(CLASS);
        if (!classes.contains(name)) {
            throw json.refusal("expected %s, not a %s".formatted(classes, Quoted.of(name)));
        }
    }

    private void document() {
        if (json.current() == JsonToken.START_ARRAY) {
            visitor.enters("inputs");
            for (int i = 0; json.next() != JsonToken.END_ARRAY; i++) {
                dict(i);
            }
            return;
        }
        json.expect(JsonToken.START_OBJECT, "RunResults as an object, or inputs as an array");
        boolean found = false;
        while (json.nextKey()) {
            if (!json.key().equals("lst")) {
                checkClass(json, Set.of("RunResults"));
                continue;
            }
            if (found) {
                throw json.refusal("'lst' comes twice");
            }
            found = true;
            json.expect(JsonToken.START_ARRAY, "the runners as an array");
            while (json.next() != JsonToken.END_ARRAY) {
                runner();
            }
        }
        if (!found) {
            throw json.refusal("it has no 'lst' of runners");
        }
    }

    private void runner() {
        json.expect(JsonToken.START_ARRAY, "a runner as an array");
        json.next();
        boolean enters = visitor.enters(json.text("a runner's name"));
        json.next();
        json.expect(JsonToken.START_ARRAY, "a runner's iterations as an array");
        if (enters) {
            for (int i = 0; json.next() != JsonToken.END_ARRAY; i++) {
                iteration(i);
            }
        } else {
            json.skip();
        }
        json.next();
        json.expect(JsonToken.END_ARRAY, "nothing behind a runner's iterations");
    }

    private void iteration(int index) {
        json.expect(JsonToken.START_OBJECT, "an iteration as an object");
        boolean found = false;
        while (json.nextKey()) {
            if (!json.key().equals("outputs")) {
                checkClass(json, Set.of("IterationResult"));
            } else if (found) {
                throw json.refusal("'outputs' comes twice");
            } else {
                found = true;
                dict(index);
            }
        }
        if (!found) {
            throw json.refusal("an iteration has no 'outputs'");
        }
    }

    private void dict(int iteration) {
        json.expect(JsonToken.START_OBJECT, "arrays by name as an object");
        Set<String> names = new HashSet<>();
        while (json.nextKey()) {
            String name = json.key();
            if (!names.add(name)) {
                throw json.refusal("two arrays are named " + Quoted.of(name));
            }
            arrays++;
            if (arrays > MAX_ARRAYS) {
                throw json.refusal("it has more than " + MAX_ARRAYS + " arrays");
            }
            visitor.array(json, iteration, name);
        }
    }
}
