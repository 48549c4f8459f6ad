package dev.assay.reports.text;

import java.util.ArrayList;
import java.util.List;

/// Sentences in which commands stand between backticks.
public final class Prose {
    private Prose() {}

    /// A run of words, or a command.
    public record Part(String text, boolean code) {}

    /// The text in order, without its backticks; one without a partner stays as it is.
    public static List<Part> parts(String text) {
        List<Part> parts = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int open = text.indexOf('`', start);
            int close = open < 0 ? -1 : text.indexOf('`', open + 1);
            if (close < 0) {
                parts.add(new Part(text.substring(start), false));
                break;
            }
            if (open > start) {
                parts.add(new Part(text.substring(start, open), false));
            }
            parts.add(new Part(text.substring(open + 1, close), true));
            start = close + 1;
        }
        return parts;
    }
}
