package dev.assay.core.tensorrt;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Names of a shared library's symbols, read from its file: to load a TensorRT takes a second, and
/// a library cannot be got rid of again.
///
/// Offsets are those of the ELF specification, 64 bits, little-endian (`elf.h`: `Elf64_Ehdr`,
/// `Elf64_Shdr`).
final class ElfNames {
    private static final int MAGIC = 0x464c457f;
    private static final int CLASS_64_LITTLE_ENDIAN = 0x0102;
    private static final int DYNAMIC_SYMBOLS = 11;
    private static final long SECTION_TABLE = 0x28;
    private static final long SECTION_BYTES = 0x3a;
    private static final long SECTIONS = 0x3c;
    private static final long TYPE = 0x04;
    private static final long OFFSET = 0x18;
    private static final long BYTES = 0x20;
    private static final long LINK = 0x28;

    private ElfNames() {}

    /// The names one after the other, each ended by a zero character; empty if the file is no such
    /// library.
    static Optional<String> of(Path file) throws IOException {
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return names(channel.map(MapMode.READ_ONLY, 0, channel.size(), arena));
        } catch (IndexOutOfBoundsException e) {
            // Cut off.
            return Optional.empty();
        }
    }

    static boolean isLibrary(MemorySegment elf) {
        return elf.get(JAVA_INT_UNALIGNED, 0) == MAGIC
                && elf.get(JAVA_SHORT_UNALIGNED, 4) == CLASS_64_LITTLE_ENDIAN;
    }

    private static Optional<String> names(MemorySegment elf) {
        if (!isLibrary(elf)) {
            return Optional.empty();
        }
        for (int i = 0; i < elf.get(JAVA_SHORT_UNALIGNED, SECTIONS); i++) {
            MemorySegment section = section(elf, i);
            if (section.get(JAVA_INT_UNALIGNED, TYPE) == DYNAMIC_SYMBOLS) {
                MemorySegment names = section(elf, section.get(JAVA_INT_UNALIGNED, LINK));
                return Optional.of(
                        new String(
                                elf.asSlice(
                                                names.get(JAVA_LONG_UNALIGNED, OFFSET),
                                                names.get(JAVA_LONG_UNALIGNED, BYTES))
                                        .toArray(JAVA_BYTE),
                                StandardCharsets.ISO_8859_1));
            }
        }
        return Optional.empty();
    }

    private static MemorySegment section(MemorySegment elf, int index) {
        long bytes = elf.get(JAVA_SHORT_UNALIGNED, SECTION_BYTES);
        return elf.asSlice(elf.get(JAVA_LONG_UNALIGNED, SECTION_TABLE) + index * bytes, bytes);
    }
}
