package dev.assay.reports.text;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Makes untrusted text safe for the formats that are not HTML.
public final class Escape {
    private Escape() {}

    /// Text that Markdown renders as it stands, also inside a table cell.
    public static String markdown(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '|', '\\', '`', '*', '_', '[', ']', '#', '~', '$', '!' ->
                        escaped.append('\\').append(c);
                default -> escaped.append(Character.isISOControl(c) ? ' ' : c);
            }
        }
        return escaped.toString();
    }

    /// A field by RFC 4180.
    public static String csv(String text) {
        return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    /// Free text in a CSV field; a spreadsheet would run what starts like a formula.
    public static String csvText(String text) {
        return csv(text.matches("(?s)[=+@\t\r-].*") ? "'" + text : text);
    }

    /// Text without the characters that XML 1.0 cannot hold at all.
    public static String xml(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints()
                .forEach(point -> clean.appendCodePoint(allowedInXml(point) ? point : '\uFFFD'));
        return clean.toString();
    }

    private static boolean allowedInXml(int point) {
        return point == '\t'
                || point == '\n'
                || point == '\r'
                || (point >= 0x20 && point <= 0xD7FF)
                || (point >= 0xE000 && point <= 0xFFFD)
                || point >= 0x10000;
    }

    /// One word of a shell command.
    public static String shell(String word) {
        return word.matches("[A-Za-z0-9@%+=:,./_-]+")
                ? word
                : "'" + word.replace("'", "'\\''") + "'";
    }

    /// A relative link from a folder to a file.
    public static String link(Path folder, Path file) {
        List<String> segments = new ArrayList<>();
        Path relative = folder.toAbsolutePath().normalize().relativize(file.toAbsolutePath());
        for (Path segment : relative) {
            segments.add(
                    URLEncoder.encode(segment.toString(), StandardCharsets.UTF_8)
                            .replace("+", "%20"));
        }
        return String.join("/", segments);
    }
}
