package dev.assay.core.format.npy;

import dev.assay.core.AssayException;
import dev.assay.core.format.storage.Quoted;
import dev.assay.core.format.storage.StoredType;
import dev.assay.core.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// What comes before an array's elements: magic string, version, length, a Python dict as text.
///
/// @param bytes size of all that, so that the elements begin there
record NpyHeader(StoredType type, boolean bigEndian, boolean fortranOrder, Shape shape, int bytes) {
    /// How much of a file has to be known to tell the header's size.
    static final int PREFIX = 12;

    /// Headers that NumPy writes for plain arrays have 128 bytes; version 1 cannot have more.
    private static final int LONGEST = 0xFFFF;

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// @param start of the file, {@link #PREFIX} bytes or more unless the file has fewer
    /// @return where the elements begin
    static int size(String where, MemorySegment start) {
        if (start.byteSize() < MAGIC.length
                || start.asSlice(0, MAGIC.length).mismatch(MemorySegment.ofArray(MAGIC)) >= 0) {
            throw damaged(where, "byte 0: it does not start with NumPy's magic string");
        }
        if (start.byteSize() < PREFIX) {
            throw damaged(where, "the header: the file ends at byte " + start.byteSize());
        }
        int major = start.get(ValueLayout.JAVA_BYTE, MAGIC.length);
        int minor = start.get(ValueLayout.JAVA_BYTE, MAGIC.length + 1);
        if (major < 1 || major > 3 || minor != 0) {
            throw damaged(
                    where,
                    "byte 6: its format version is %s.%s, known are 1.0, 2.0 and 3.0"
                            .formatted(major, minor));
        }
        long text = major == 1 ? start.get(SHORT, 8) & 0xFFFF : start.get(INT, 8) & 0xFFFF_FFFFL;
        if (text > LONGEST) {
            throw damaged(where, "byte 8: its header claims " + text + " bytes");
        }
        return prefix(start) + (int) text;
    }

    /// What comes before the text: its length has two bytes in version 1, then four.
    private static int prefix(MemorySegment start) {
        return start.get(ValueLayout.JAVA_BYTE, MAGIC.length) == 1 ? PREFIX - 2 : PREFIX;
    }

    /// @param start of the file, at least {@link #size} bytes unless the file has fewer
    static NpyHeader parse(String where, MemorySegment start) {
        int size = size(where, start);
        if (size > start.byteSize()) {
            throw damaged(
                    where,
                    "byte 8: its header claims %s bytes, the file ends at byte %s"
                            .formatted(size - prefix(start), start.byteSize()));
        }
        int prefix = prefix(start);
        byte[] text = start.asSlice(prefix, size - prefix).toArray(ValueLayout.JAVA_BYTE);
        // Latin-1 keeps one character a byte, so that messages name bytes; keys and values that
        // can be read are ASCII in any version.
        HeaderText dict =
                HeaderText.parse(where, new String(text, StandardCharsets.ISO_8859_1), prefix);
        Descriptor descriptor = Descriptor.parse(where, dict.descr());
        return new NpyHeader(
                descriptor.type(),
                descriptor.bigEndian(),
                dict.fortranOrder(),
                new Shape(dict.shape()),
                size);
    }

    /// Size of the elements.
    ///
    /// @throws AssayException if it exceeds a long
    long dataBytes(String where) {
        try {
            return Math.multiplyExact(shape.elements(), type.bytes());
        } catch (ArithmeticException | AssayException e) {
            throw damaged(
                    where,
                    "the header: its shape %s has more bytes than fit a long".formatted(shape));
        }
    }

    /// Whether the elements can be used as they are stored.
    boolean isPlain() {
        boolean swapped = bigEndian && type.bytes() > 1;
        return !swapped && (!fortranOrder || shape.rank() < 2);
    }

    AssayException wrongSize(String where, String found) {
        return damaged(
                where,
                "byte %s: %s %s needs %s bytes of data, it has %s"
                        .formatted(bytes, Quoted.of(type.label()), shape, dataBytes(where), found));
    }

    static AssayException damaged(String where, String why) {
        return refusal(where, why + ": save it again with numpy.save");
    }

    static AssayException refusal(String where, String why) {
        return AssayException.data(where + " is not an .npy array Assay can read: " + why);
    }
}
