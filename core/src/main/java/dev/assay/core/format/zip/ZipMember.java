package dev.assay.core.format.zip;

import static java.util.Objects.requireNonNull;

/// One file in an archive, as the central directory has it.
///
/// @param crc of the uncompressed bytes
/// @param compressedBytes from `begin` in the archive
/// @param bytes uncompressed, as claimed
public record ZipMember(
        String name, boolean deflated, long crc, long compressedBytes, long bytes, long begin) {
    public ZipMember {
        requireNonNull(name, "name is null");
    }

    long end() {
        return begin + compressedBytes;
    }
}
