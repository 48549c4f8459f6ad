package dev.assay.core.format.npy;

import dev.assay.core.AssayException;
import dev.assay.core.format.storage.Quoted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The dict of a header: exactly the keys `descr`, `fortran_order` and `shape`, each once.
///
/// What NumPy reads with Python's parser is read here by hand, one pass, so that no text can take
/// long or mean something else.
final class HeaderText {
    /// NumPy's own limit on dimensions.
    private static final int MAX_RANK = 64;

    private static final int MAX_DIGITS = 18;

    private final String where;
    private final String text;
    private final int offset;
    private int at;
    private String descr = "";
    private boolean fortranOrder;
    private final List<Long> shape = new ArrayList<>();

    private HeaderText(String where, String text, int offset) {
        this.where = where;
        this.text = text;
        this.offset = offset;
    }

    /// @param offset of the text in the file, for messages
    static HeaderText parse(String where, String text, int offset) {
        HeaderText header = new HeaderText(where, text, offset);
        header.dict();
        return header;
    }

    String descr() {
        return descr;
    }

    boolean fortranOrder() {
        return fortranOrder;
    }

    List<Long> shape() {
        return shape;
    }

    private void dict() {
        Set<String> keys = new HashSet<>();
        expect('{');
        while (!accept('}')) {
            String key = string();
            if (!keys.add(key)) {
                throw damaged("the key " + Quoted.of(key) + " comes twice");
            }
            expect(':');
            switch (key) {
                case "descr" -> descr = descriptor();
                case "fortran_order" -> fortranOrder = bool();
                case "shape" -> tuple();
                default -> throw damaged("it has the unknown key " + Quoted.of(key));
            }
            if (!accept(',') && peek() != '}') {
                throw damaged("expected , or }");
            }
        }
        if (keys.size() < 3) {
            throw damaged("it has only the keys " + keys);
        }
        if (peek() != 0) {
            throw damaged("there is text after the dict");
        }
    }

    private String descriptor() {
        if (peek() == '[' || peek() == '(') {
            throw NpyHeader.refusal(
                    where,
                    "the header, byte %s: its dtype is structured, %s: save each field alone"
                            .formatted(offset + at, Quoted.of(text.substring(at))));
        }
        return string();
    }

    private String string() {
        char quote = peek();
        if (quote != '\'' && quote != '"') {
            throw damaged("expected a string");
        }
        int end = text.indexOf(quote, at + 1);
        if (end < 0 || text.substring(at, end).indexOf('\\') >= 0) {
            throw damaged("a string does not end or has an escape");
        }
        String value = text.substring(at + 1, end);
        at = end + 1;
        return value;
    }

    private boolean bool() {
        peek();
        for (boolean value : new boolean[] {true, false}) {
            String word = value ? "True" : "False";
            if (text.startsWith(word, at)) {
                at += word.length();
                return value;
            }
        }
        throw damaged("fortran_order is neither True nor False");
    }

    private void tuple() {
        expect('(');
        boolean comma = true;
        while (!accept(')')) {
            if (!comma) {
                throw damaged("its shape is not a tuple of sizes");
            }
            shape.add(extent());
            comma = accept(',');
        }
        if (shape.size() == 1 && !comma) {
            throw damaged("its shape is a number, not a tuple: (n,)");
        }
        if (shape.size() > MAX_RANK) {
            throw damaged("its shape has more than " + MAX_RANK + " dimensions");
        }
    }

    private long extent() {
        peek();
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start || at - start > MAX_DIGITS) {
            String found = text.substring(start, Math.min(text.length(), start + MAX_DIGITS + 1));
            throw damaged("its shape has the extent " + Quoted.of(found));
        }
        long value = Long.parseLong(text.substring(start, at));
        // Python 2 wrote its long integers so.
        accept('L');
        return value;
    }

    private void expect(char wanted) {
        if (!accept(wanted)) {
            throw damaged("expected " + wanted);
        }
    }

    private boolean accept(char wanted) {
        boolean found = peek() == wanted;
        if (found) {
            at++;
        }
        return found;
    }

    /// The next character that is no white space; 0 at the end.
    private char peek() {
        while (at < text.length() && " \t\r\n\f".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private AssayException damaged(String why) {
        return NpyHeader.damaged(where, "the header, byte " + (offset + at) + ": " + why);
    }
}
