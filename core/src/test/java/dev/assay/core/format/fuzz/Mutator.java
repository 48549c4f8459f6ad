package dev.assay.core.format.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Damages files as hardware, software and enemies do. The same random numbers, the same damage.
final class Mutator {
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_]+|[{}\\[\\]():,'\"]");
    private static final String[] NUMBERS = {
        "0",
        "1",
        "-1",
        "2",
        "7",
        "255",
        "65535",
        "2147483647",
        "2147483648",
        "4294967295",
        "9223372036854775807",
        "18446744073709551616",
        "1e3",
        "1e400",
        "0.5",
        "00",
        "1L",
        "null",
        "NaN",
        "99999999999999999999999999999999"
    };
    private static final long[] VALUES = {
        0,
        1,
        -1,
        2,
        8,
        21,
        63,
        64,
        0xFF,
        0xFFFF,
        0x7FFF_FFFFL,
        0x8000_0000L,
        0xFFFF_FFFFL,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        1L << 40
    };

    private final Random random;

    Mutator(Random random) {
        this.random = random;
    }

    /// One to three kinds of damage one after another.
    byte[] mutate(byte[] bytes) {
        byte[] mutant = bytes.clone();
        for (int i = Math.max(1, random.nextInt(6) - 2); i > 0 && mutant.length > 0; i--) {
            mutant = once(mutant);
        }
        return mutant;
    }

    private byte[] once(byte[] bytes) {
        int at = place(bytes);
        int length = 1 + random.nextInt(Math.min(bytes.length - at, 1 << random.nextInt(10)));
        byte[] piece = Arrays.copyOfRange(bytes, at, at + length);
        return switch (random.nextInt(11)) {
            case 0 -> flip(bytes, at);
            case 1 -> set(bytes, at, (byte) random.nextInt(256));
            case 2 -> Arrays.copyOf(bytes, at);
            case 3 -> replace(bytes, at, at + length, new byte[0]);
            case 4 -> replace(bytes, place(bytes), -1, piece);
            case 5 -> overwrite(bytes, place(bytes), piece);
            case 6 -> binary(bytes, at);
            case 7 -> Arrays.copyOf(bytes, bytes.length + length);
            case 8, 9 -> text(bytes, NUMBER, List.of(NUMBERS));
            default -> text(bytes, WORD, words(bytes));
        };
    }

    /// Headers and directories are where damage matters: half of it strikes there.
    private int place(byte[] bytes) {
        int near = random.nextInt(Math.min(bytes.length, 160));
        return switch (random.nextInt(4)) {
            case 0 -> near;
            case 1 -> bytes.length - 1 - near;
            default -> random.nextInt(bytes.length);
        };
    }

    private byte[] flip(byte[] bytes, int at) {
        return set(bytes, at, (byte) (bytes[at] ^ 1 << random.nextInt(8)));
    }

    private static byte[] set(byte[] bytes, int at, byte value) {
        byte[] mutant = bytes.clone();
        mutant[at] = value;
        return mutant;
    }

    /// A number of 2, 4 or 8 bytes.
    private byte[] binary(byte[] bytes, int at) {
        long value = VALUES[random.nextInt(VALUES.length)] + random.nextInt(3) - 1;
        byte[] number =
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
        return overwrite(bytes, at, Arrays.copyOf(number, 2 << random.nextInt(3)));
    }

    private byte[] text(byte[] bytes, Pattern pattern, List<String> replacements) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        List<MatchResult> found = pattern.matcher(text).results().toList();
        if (found.isEmpty() || replacements.isEmpty()) {
            return flip(bytes, place(bytes));
        }
        MatchResult match = found.get(random.nextInt(found.size()));
        String other = replacements.get(random.nextInt(replacements.size()));
        return replace(
                bytes, match.start(), match.end(), other.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static List<String> words(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return WORD.matcher(text).results().map(MatchResult::group).limit(1000).toList();
    }

    static byte[] overwrite(byte[] bytes, int at, byte[] piece) {
        byte[] mutant = bytes.clone();
        System.arraycopy(piece, 0, mutant, at, Math.min(piece.length, bytes.length - at));
        return mutant;
    }

    /// @param end of what is replaced; before `begin` to insert
    static byte[] replace(byte[] bytes, int begin, int end, byte[] piece) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, begin);
        out.writeBytes(piece);
        int rest = Math.max(begin, end);
        out.write(bytes, rest, bytes.length - rest);
        return out.toByteArray();
    }
}
