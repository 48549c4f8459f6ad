package dev.assay.core.tensorrt;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;

/// How much of a shared library's file the system's loader maps.
///
/// The loader does not look whether it is all there: of a file that a full disk or a broken copy
/// cut off, it maps pages behind the end, and the process dies (`SIGBUS`) when it touches them.
/// Offsets are those of the ELF specification, 64 bits, little-endian (`elf.h`: `Elf64_Ehdr`,
/// `Elf64_Phdr`).
public final class ElfSegments {
    private static final int LOADED = 1;
    private static final long TABLE = 0x20;
    private static final long ENTRY_BYTES = 0x36;
    private static final long ENTRIES = 0x38;
    private static final long OFFSET = 0x08;
    private static final long BYTES_IN_FILE = 0x20;

    private ElfSegments() {}

    /// Bytes that the file lacks at its end; empty if it lacks none, or is no such library, which
    /// the loader says itself.
    public static OptionalLong missing(Path file) throws IOException {
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MemorySegment elf = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
            if (!ElfNames.isLibrary(elf)) {
                return OptionalLong.empty();
            }
            long lacking = end(elf) - elf.byteSize();
            return lacking > 0 ? OptionalLong.of(lacking) : OptionalLong.empty();
        } catch (IndexOutOfBoundsException e) {
            // Not even the headers: the loader refuses such a file in words.
            return OptionalLong.empty();
        }
    }

    private static long end(MemorySegment elf) {
        long table = elf.get(JAVA_LONG_UNALIGNED, TABLE);
        long bytes = elf.get(JAVA_SHORT_UNALIGNED, ENTRY_BYTES);
        long end = 0;
        for (int i = 0; i < elf.get(JAVA_SHORT_UNALIGNED, ENTRIES); i++) {
            MemorySegment entry = elf.asSlice(table + i * bytes, bytes);
            if (entry.get(JAVA_INT_UNALIGNED, 0) == LOADED) {
                long last =
                        entry.get(JAVA_LONG_UNALIGNED, OFFSET)
                                + entry.get(JAVA_LONG_UNALIGNED, BYTES_IN_FILE);
                end = Math.max(end, last);
            }
        }
        return end;
    }
}
