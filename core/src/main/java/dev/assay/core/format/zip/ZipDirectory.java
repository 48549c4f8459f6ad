package dev.assay.core.format.zip;

import dev.assay.core.AssayException;
import dev.assay.core.format.storage.Quoted;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The central directory of an archive, checked against the archive.
///
/// Format: <https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT>. The JDK's reader does not
/// tell where a file begins, without which it cannot be mapped, and lets files overlap, which is
/// how a small archive becomes a large one without any compression ratio to notice.
public final class ZipDirectory {
    private static final int SIGNATURE = 0x02014b50;
    private static final int BYTES = 46;
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int LOCAL_BYTES = 30;
    private static final int ENCRYPTED = 1;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;

    private static final int MAX_MEMBERS = 10_000;

    private final ZipBytes zip;
    private final long begin;
    private final List<ZipMember> members = new ArrayList<>();

    private ZipDirectory(ZipBytes zip, long begin) {
        this.zip = zip;
        this.begin = begin;
    }

    /// The files of an archive in the order of its directory.
    ///
    /// @param file for messages
    /// @throws AssayException if the archive is damaged, encrypted or compressed otherwise than by
    ///   deflate, or if two files share bytes
    public static List<ZipMember> read(Path file, MemorySegment all) {
        ZipBytes zip = new ZipBytes(file, all);
        ZipEnd end = ZipEnd.read(zip);
        ZipDirectory directory = new ZipDirectory(zip, end.begin());
        long at = end.begin();
        while (at < end.end()) {
            if (directory.members.size() == MAX_MEMBERS) {
                throw zip.refusal(at, "it has more than " + MAX_MEMBERS + " files");
            }
            at = directory.member(at);
        }
        if (at != end.end() || directory.members.size() != end.entries()) {
            throw zip.refusal(
                    at,
                    "its directory claims %s files, it has %s"
                            .formatted(end.entries(), directory.members.size()));
        }
        directory.checkApart();
        return directory.members;
    }

    /// @return where the next record begins
    private long member(long at) {
        if (zip.u32(at) != SIGNATURE) {
            throw zip.refusal(at, "its directory is damaged");
        }
        int nameBytes = zip.u16(at + 28);
        int extraBytes = zip.u16(at + 30);
        String name = name(at + BYTES, nameBytes);
        int method = zip.u16(at + 10);
        if ((zip.u16(at + 8) & ENCRYPTED) != 0 || (method != STORED && method != DEFLATED)) {
            throw zip.refusal(
                    at,
                    "%s is encrypted or compressed by method %s: use numpy.savez_compressed"
                            .formatted(Quoted.of(name), method));
        }
        long bytes = zip.u32(at + 24);
        long compressed = zip.u32(at + 20);
        long local = zip.u32(at + 42);
        Zip64Extra extra = Zip64Extra.find(zip, at + BYTES + nameBytes, extraBytes);
        bytes = extra.replace(bytes);
        compressed = extra.replace(compressed);
        local = extra.replace(local);
        if (zip.u16(at + 34) != 0) {
            throw zip.refusal(at, Quoted.of(name) + " is on another disk of a split archive");
        }
        long data = data(local, at, nameBytes);
        if (compressed > begin - data || (method == STORED && compressed != bytes)) {
            throw zip.refusal(
                    at,
                    "%s claims %s bytes at byte %s, uncompressed %s, before the directory at %s"
                            .formatted(Quoted.of(name), compressed, data, bytes, begin));
        }
        members.add(
                new ZipMember(name, method == DEFLATED, zip.u32(at + 16), compressed, bytes, data));
        return at + BYTES + nameBytes + extraBytes + zip.u16(at + 32);
    }

    /// Where the file's data begins: behind its local header, which has to be of the same file.
    private long data(long local, long at, int nameBytes) {
        if (local > begin - LOCAL_BYTES || zip.u32(local) != LOCAL_SIGNATURE) {
            throw zip.refusal(at, "no file begins at byte " + local + ", as its directory claims");
        }
        boolean same =
                zip.u16(local + 26) == nameBytes
                        && zip.u16(local + 8) == zip.u16(at + 10)
                        && zip.slice(local + LOCAL_BYTES, nameBytes)
                                        .mismatch(zip.slice(at + BYTES, nameBytes))
                                < 0;
        long data = local + LOCAL_BYTES + nameBytes + zip.u16(local + 28);
        if (!same || data > begin) {
            throw zip.refusal(local, "the file there is not the one of its directory");
        }
        return data;
    }

    private String name(long at, int bytes) {
        byte[] name = zip.slice(at, bytes).toArray(ValueLayout.JAVA_BYTE);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
        } catch (CharacterCodingException e) {
            throw zip.refusal(at, "a file's name is not UTF-8");
        }
    }

    private void checkApart() {
        long end = 0;
        for (ZipMember member :
                members.stream().sorted(Comparator.comparingLong(ZipMember::begin)).toList()) {
            if (member.begin() < end) {
                throw zip.refusal(
                        member.begin(), Quoted.of(member.name()) + " overlaps another file");
            }
            end = member.end();
        }
    }
}
