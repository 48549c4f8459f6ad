package dev.assay.core.format.zip;

/// The end of an archive: where its central directory is. Sizes beyond 32 bits stand in the record
/// of Zip64 before it.
///
/// @param entries number of files
/// @param begin of the central directory
/// @param end of the central directory
record ZipEnd(long entries, long begin, long end) {
    private static final int SIGNATURE = 0x06054b50;
    private static final int SIGNATURE_64 = 0x06064b50;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int BYTES = 22;
    private static final int BYTES_64 = 56;
    private static final int LOCATOR_BYTES = 20;
    private static final int LONGEST_COMMENT = 0xFFFF;

    static ZipEnd read(ZipBytes zip) {
        long at = find(zip);
        boolean large = at >= LOCATOR_BYTES && zip.u32(at - LOCATOR_BYTES) == LOCATOR_64;
        long record = large ? zip.u64(at - LOCATOR_BYTES + 8) : at;
        if (large && (record > at - LOCATOR_BYTES - BYTES_64 || zip.u32(record) != SIGNATURE_64)) {
            throw zip.refusal(at - LOCATOR_BYTES, "its Zip64 record is not where it says");
        }
        if (!large && (zip.u16(at + 4) != 0 || zip.u16(at + 6) != 0)) {
            throw zip.refusal(at, "it is the last disk of a split archive");
        }
        long entries = large ? zip.u64(record + 32) : zip.u16(at + 10);
        long bytes = large ? zip.u64(record + 40) : zip.u32(at + 12);
        long begin = large ? zip.u64(record + 48) : zip.u32(at + 16);
        // Anything between would be an archive within the archive, or bytes before it.
        if (begin > record || bytes != record - begin) {
            throw zip.refusal(
                    record,
                    "its directory claims %s bytes from byte %s on".formatted(bytes, begin));
        }
        return new ZipEnd(entries, begin, record);
    }

    private static long find(ZipBytes zip) {
        long earliest = Math.max(0, zip.size() - BYTES - LONGEST_COMMENT);
        for (long at = zip.size() - BYTES; at >= earliest; at--) {
            if (zip.u32(at) == SIGNATURE && at + BYTES + zip.u16(at + 20) == zip.size()) {
                return at;
            }
        }
        throw zip.refusal(zip.size(), "it does not end like a zip archive");
    }
}
