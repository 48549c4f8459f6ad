package dev.assay.core.format.storage;

/// Text from an untrusted file as a message may show it: short, on one line, without the control
/// characters that a terminal would obey.
public final class Quoted {
    private static final int LONGEST = 80;

    private Quoted() {}

    /// In quotes.
    public static String of(String text) {
        return "'" + visible(text) + "'";
    }

    /// Without quotes.
    public static String visible(String text) {
        int end =
                text.offsetByCodePoints(
                        0, Math.min(LONGEST, text.codePointCount(0, text.length())));
        StringBuilder shown = new StringBuilder();
        text.substring(0, end)
                .codePoints()
                .forEach(it -> shown.appendCodePoint(isVisible(it) ? it : '?'));
        return end < text.length() ? shown.append('…').toString() : shown.toString();
    }

    /// Neither control characters nor those that turn the direction of writing.
    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
