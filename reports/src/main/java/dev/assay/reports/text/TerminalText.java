package dev.assay.reports.text;

import java.util.ArrayList;
import java.util.List;

/// Text for a terminal of a given width; no character of it can move the cursor or change colours.
public final class TerminalText {
    private static final int FIRST_WIDE = 0x1100;

    private TerminalText() {}

    /// Assay's own signs in ASCII, and untrusted text without control characters.
    public static String clean(String text) {
        StringBuilder clean = new StringBuilder();
        text.replace("…", "...")
                .replace('−', '-')
                .replace('–', '-')
                .replace('µ', 'u')
                .replace('×', 'x')
                .replace("÷", "/")
                .codePoints()
                .forEach(point -> clean.appendCodePoint(printable(point) ? point : ' '));
        return clean.toString().replaceAll(" {2,}", " ").strip();
    }

    private static boolean printable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }

    /// Columns that the text fills; at worst too many, never too few.
    public static int width(String text) {
        return text.codePoints().map(TerminalText::width).sum();
    }

    private static int width(int point) {
        return (point >= FIRST_WIDE && Character.isLetterOrDigit(point)) || point > 0xFFFF ? 2 : 1;
    }

    /// At most this many columns; what is cut leaves a `~`.
    public static String cut(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        StringBuilder cut = new StringBuilder();
        int used = 1;
        for (int point : text.codePoints().toArray()) {
            used += width(point);
            if (used > columns) {
                break;
            }
            cut.appendCodePoint(point);
        }
        return cut + "~";
    }

    public static String left(String text, int columns) {
        String cut = cut(text, columns);
        return cut + " ".repeat(columns - width(cut));
    }

    public static String right(String text, int columns) {
        String cut = cut(text, columns);
        return " ".repeat(columns - width(cut)) + cut;
    }

    /// Breaks between words; a word that is too long for a line is broken inside.
    public static List<String> wrap(String text, int columns) {
        return wrap(text, columns, true);
    }

    /// Breaks between words alone: a path that is broken in two cannot be copied, so it may stand
    /// out.
    public static List<String> wrapWords(String text, int columns) {
        return wrap(text, columns, false);
    }

    private static List<String> wrap(String text, int columns, boolean breakWords) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            String rest = word;
            if (!line.isEmpty() && width(line.toString()) + 1 + width(rest) > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            while (breakWords && width(rest) > columns) {
                String head = head(rest, columns);
                lines.add(head);
                rest = rest.substring(head.length());
            }
            line.append(line.isEmpty() ? "" : " ").append(rest);
        }
        if (!line.isEmpty()) {
            lines.add(line.toString());
        }
        return lines;
    }

    private static String head(String text, int columns) {
        int end = text.length();
        while (end > 1 && width(text.substring(0, end)) > columns) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end);
    }
}
