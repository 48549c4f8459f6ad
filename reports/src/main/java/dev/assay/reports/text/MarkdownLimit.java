package dev.assay.reports.text;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Markdown that a server takes only up to a size: cut between the rows of a table, with words.
///
/// A server that gets more drops the whole text (GitHub's job summary beyond 1 MiB) or refuses it
/// (a comment beyond 65,536 characters).
public final class MarkdownLimit {
    private static final String CUT = " …";

    private final int bytes;
    private final StringBuilder text = new StringBuilder();

    /// @param bytes of the whole text in UTF-8
    public MarkdownLimit(int bytes) {
        this.bytes = bytes;
    }

    /// Text that there must be room for.
    public MarkdownLimit add(String part) {
        text.append(part);
        return this;
    }

    /// Text that is only worth having whole.
    ///
    /// @param otherwise stands there where it does not fit
    public MarkdownLimit addWhole(String part, String otherwise) {
        return add(room() >= size(part) ? part : otherwise);
    }

    /// A folded table with as many rows as fit.
    ///
    /// @param table its first two lines are the heading
    /// @param cut says of the rows left out, whose number it is given, where to find them
    /// @param reserve bytes that must stay free after it
    public MarkdownLimit addFolded(String summary, String table, String cut, int reserve) {
        List<String> lines = table.lines().toList();
        String open = "\n<details><summary>%s</summary>\n\n".formatted(summary);
        String close = "\n</details>\n";
        int rows = lines.size() - 2;
        String longest = "\n" + cut.formatted(rows) + "\n";
        int room = room() - reserve - size(open + close + longest);
        StringBuilder kept = new StringBuilder();
        int used = 0;
        int shown = -2;
        for (String line : lines) {
            used += size(line) + 1;
            if (used > room) {
                break;
            }
            kept.append(line).append('\n');
            shown++;
        }
        String rest = shown < rows ? "\n" + cut.formatted(rows - Math.max(0, shown)) + "\n" : "";
        return shown <= 0 && rows > 0 ? add(rest) : add(open + kept + rest + close);
    }

    /// Text in at most so many characters; never half of a character.
    public static String clip(String text, int characters) {
        if (text.codePointCount(0, text.length()) <= characters) {
            return text;
        }
        int end = text.offsetByCodePoints(0, characters - CUT.length());
        return text.substring(0, end) + CUT;
    }

    public String text() {
        return text.toString();
    }

    private int room() {
        return bytes - size(text.toString());
    }

    private static int size(String part) {
        return part.getBytes(StandardCharsets.UTF_8).length;
    }
}
