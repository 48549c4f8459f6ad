package dev.assay.core.format.zip;

import dev.assay.core.AssayException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;

/// The bytes of an archive, little-endian; what lies beyond its end is refused by place.
record ZipBytes(Path file, MemorySegment all) {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    long size() {
        return all.byteSize();
    }

    int u16(long at) {
        return slice(at, Short.BYTES).get(SHORT, 0) & 0xFFFF;
    }

    long u32(long at) {
        return slice(at, Integer.BYTES).get(INT, 0) & 0xFFFF_FFFFL;
    }

    /// @throws AssayException also where the number does not fit a long
    long u64(long at) {
        long value = slice(at, Long.BYTES).get(LONG, 0);
        if (value < 0) {
            throw refusal(at, "it has the size or offset " + Long.toUnsignedString(value));
        }
        return value;
    }

    MemorySegment slice(long at, long bytes) {
        if (at < 0 || bytes < 0 || at > size() - bytes) {
            throw refusal(
                    at, "%s bytes are expected there, the file has %s".formatted(bytes, size()));
        }
        return all.asSlice(at, bytes);
    }

    AssayException refusal(long at, String why) {
        return AssayException.data(
                "%s is not a readable .npz archive: byte %s: %s: save it again"
                        .formatted(file, at, why));
    }
}
