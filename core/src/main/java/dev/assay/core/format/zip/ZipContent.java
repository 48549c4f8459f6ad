package dev.assay.core.format.zip;

import dev.assay.core.AssayException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The bytes of one file of an archive; all are checked against its CRC.
public final class ZipContent {
    /// Beyond this ratio a claim is a lie: deflate itself cannot exceed 1,032.
    private static final long MAX_COMPRESSION = 1_100;

    private static final int CHUNK_BYTES = 1 << 16;
    private static final long SLICE_BYTES = 1 << 30;

    private final String where;
    private final ZipMember member;
    private final MemorySegment data;

    /// @param where names archive and file in messages
    /// @param all of the archive
    public ZipContent(String where, ZipMember member, MemorySegment all) {
        this.where = where;
        this.member = member;
        this.data = all.asSlice(member.begin(), member.compressedBytes());
    }

    /// A stored file's bytes, where they are.
    public MemorySegment stored() {
        CRC32 crc = new CRC32();
        for (long at = 0; at < data.byteSize(); at += SLICE_BYTES) {
            crc.update(slice(at));
        }
        check(crc);
        return data;
    }

    /// Inflates a deflated file.
    ///
    /// @throws AssayException if it is damaged, or longer or shorter than it claims
    public void inflate(OutputStream out) throws IOException {
        if (member.bytes() > Math.max(1, member.compressedBytes()) * MAX_COMPRESSION) {
            throw refusal(
                    "claims %s bytes, which cannot be from %s compressed ones"
                            .formatted(member.bytes(), member.compressedBytes()));
        }
        CRC32 crc = new CRC32();
        byte[] chunk = new byte[CHUNK_BYTES];
        long input = 0;
        long left = member.bytes();
        try (Inflater inflater = new Inflater(true)) {
            while (!inflater.finished()) {
                if (inflater.needsInput()) {
                    if (input >= data.byteSize()) {
                        throw refusal("is shorter than it claims: its compressed data ends early");
                    }
                    inflater.setInput(slice(input));
                    input += SLICE_BYTES;
                }
                int count = inflater.inflate(chunk);
                if (count > left || inflater.needsDictionary()) {
                    throw refusal("is longer than it claims");
                }
                left -= count;
                crc.update(chunk, 0, count);
                out.write(chunk, 0, count);
            }
        } catch (DataFormatException e) {
            throw refusal("has damaged compressed data (" + e.getMessage() + ")");
        }
        if (left > 0) {
            throw refusal("is shorter than it claims");
        }
        check(crc);
    }

    private ByteBuffer slice(long at) {
        return data.asSlice(at, Math.min(SLICE_BYTES, data.byteSize() - at)).asByteBuffer();
    }

    private void check(CRC32 crc) {
        if (crc.getValue() != member.crc()) {
            throw refusal("has another CRC than its directory says");
        }
    }

    private AssayException refusal(String why) {
        return AssayException.data(
                "%s %s: bytes %s to %s of the archive are damaged or a lie: save it again"
                        .formatted(where, why, member.begin(), member.end()));
    }
}
