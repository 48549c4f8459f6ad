package dev.assay.core.format.zip;

/// The numbers of a directory record that need 64 bits, taken in their fixed order.
final class Zip64Extra {
    private static final int ID = 1;
    private static final long ELSEWHERE = 0xFFFF_FFFFL;

    private final ZipBytes zip;
    private long at;
    private final long end;

    private Zip64Extra(ZipBytes zip, long at, long end) {
        this.zip = zip;
        this.at = at;
        this.end = end;
    }

    /// @param begin of the extra fields
    static Zip64Extra find(ZipBytes zip, long begin, int bytes) {
        long end = begin + bytes;
        for (long at = begin; at + 4 <= end; at += 4 + zip.u16(at + 2)) {
            if (zip.u16(at) == ID) {
                return new Zip64Extra(zip, at + 4, Math.min(end, at + 4 + zip.u16(at + 2)));
            }
        }
        return new Zip64Extra(zip, end, end);
    }

    /// The number, or the next of 64 bits if it only stands for that.
    long replace(long number) {
        if (number != ELSEWHERE) {
            return number;
        }
        if (at + Long.BYTES > end) {
            throw zip.refusal(at, "a number of 64 bits is missing");
        }
        at += Long.BYTES;
        return zip.u64(at - Long.BYTES);
    }
}
