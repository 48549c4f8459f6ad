package dev.assay.accuracy.coco.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Damages a JSON document as hardware, software and enemies do. The same random numbers, the same
/// damage.
final class JsonDamage {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
    private static final Pattern TOKEN = Pattern.compile("\"[^\"]*\"|-?[\\d.]+|[{}\\[\\]:,]");
    private static final Pattern OBJECT = Pattern.compile("\\{[^{}]*\\}");
    private static final String[] NUMBERS = {
        "0",
        "1",
        "-1",
        "2",
        "0.5",
        "-0.0",
        "7",
        "40",
        "1000000",
        "2147483647",
        "2147483648",
        "4294967296",
        "9223372036854775807",
        "9223372036854775808",
        "1e3",
        "1e-400",
        "1e400",
        "1e999999999",
        "99999999999999999999999999",
        "00",
        "NaN",
        "Infinity",
        "-Infinity",
        "null",
        "true",
        "\"7\"",
        "[]",
        "{}",
        "[1,2]"
    };

    private final Random random;

    JsonDamage(Random random) {
        this.random = random;
    }

    /// One to three kinds of damage one after another.
    byte[] damage(String document) {
        String text = document;
        for (int i = Math.max(1, random.nextInt(6) - 2); i > 0 && !text.isEmpty(); i--) {
            text = once(text);
        }
        // One character a byte, so that broken UTF-8 comes about, too.
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private String once(String text) {
        int at = random.nextInt(text.length());
        int end = Math.min(text.length(), at + 1 + random.nextInt(1 << random.nextInt(9)));
        String piece = text.substring(at, end);
        int elsewhere = random.nextInt(text.length());
        return switch (random.nextInt(12)) {
            case 0 -> replace(text, at, at + 1, (char) (text.charAt(at) ^ 1 << random.nextInt(8)));
            case 1 -> replace(text, at, at + 1, (char) random.nextInt(256));
            case 2 -> text.substring(0, at);
            case 3 -> replace(text, at, end, "");
            case 4 -> replace(text, elsewhere, elsewhere, piece);
            case 5 -> replace(text, at, at, "[{\"a\":".repeat(1 + random.nextInt(2000)));
            case 6 -> swap(text, TOKEN);
            case 7 -> swap(text, OBJECT);
            default -> number(text);
        };
    }

    private String number(String text) {
        List<MatchResult> found = NUMBER.matcher(text).results().toList();
        if (found.isEmpty()) {
            return text;
        }
        MatchResult match = found.get(random.nextInt(found.size()));
        String other = NUMBERS[random.nextInt(NUMBERS.length)];
        return replace(text, match.start(), match.end(), other);
    }

    /// Writes one match over another.
    private String swap(String text, Pattern pattern) {
        List<MatchResult> found = pattern.matcher(text).results().toList();
        if (found.isEmpty()) {
            return text;
        }
        MatchResult match = found.get(random.nextInt(found.size()));
        String other = found.get(random.nextInt(found.size())).group();
        return replace(text, match.start(), match.end(), other);
    }

    private static String replace(String text, int begin, int end, Object other) {
        return text.substring(0, begin) + other + text.substring(end);
    }
}
