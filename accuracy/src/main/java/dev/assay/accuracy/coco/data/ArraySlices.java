package dev.assay.accuracy.coco.data;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Cuts a file that holds one JSON array of objects into parts that can be read at the same time.
///
/// A cut is made at a comma between two braces. Such a comma may also lie in a text or deeper in an
/// object, which only reading tells: if every part, put in brackets, is a whole array of at least
/// one element, then the file is the array of them all, because it is those parts with commas
/// between them.
final class ArraySlices {
    /// How far a cut may be from where it is wanted, in bytes; a record is usually smaller.
    private static final int SEARCH = 1 << 16;

    private ArraySlices() {}

    /// One part: the bytes from `from` to before `to`.
    ///
    /// @param first whether its opening bracket is the file's own
    /// @param last whether its closing bracket is the file's own
    record Slice(Path file, long from, long to, boolean first, boolean last) {
        /// The part as a document of its own.
        InputStream open() throws IOException {
            return new SequenceInputStream(
                    Collections.enumeration(
                            List.of(
                                    bracket(first ? "" : "["),
                                    new FileRange(file, from, to),
                                    bracket(last ? "" : "]"))));
        }

        private static InputStream bracket(String text) {
            return new ByteArrayInputStream(text.getBytes(US_ASCII));
        }
    }

    /// @param bytes how long a part shall be at least
    /// @return two or more parts in order, or none where the file is small or has no place to cut
    static List<Slice> of(Path file, long bytes) throws IOException {
        List<Slice> slices = new ArrayList<>();
        long size = Files.size(file);
        long from = 0;
        while (size - from > 2 * bytes) {
            long comma = comma(file, from + bytes, size);
            if (comma < 0) {
                return List.of();
            }
            slices.add(new Slice(file, from, comma, from == 0, false));
            from = comma + 1;
        }
        if (from > 0) {
            slices.add(new Slice(file, from, size, false, true));
        }
        return slices;
    }

    /// Where the next comma between two braces is, or −1.
    private static long comma(Path file, long from, long size) throws IOException {
        byte[] bytes;
        try (FileRange range = new FileRange(file, from, Math.min(from + SEARCH, size))) {
            bytes = range.readAllBytes();
        }
        byte before = 0;
        int comma = -1;
        for (int i = 0; i < bytes.length; i++) {
            byte at = bytes[i];
            if (at == ' ' || at == '\n' || at == '\r' || at == '\t') {
                continue;
            }
            if (at == '{' && comma >= 0) {
                return from + comma;
            }
            comma = at == ',' && before == '}' ? i : -1;
            before = at;
        }
        return -1;
    }
}
