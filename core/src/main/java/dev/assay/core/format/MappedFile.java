package dev.assay.core.format;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Read-only memory maps, so that tensors beyond the heap's size can be read.
final class MappedFile {
    private MappedFile() {}

    static MemorySegment map(Path file, Arena arena) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
        } catch (NoSuchFileException e) {
            throw new AssayException(ErrorKind.DATA, "There is no file " + file, e);
        } catch (IOException e) {
            throw new AssayException(ErrorKind.DATA, "Cannot read " + file + ": " + e, e);
        }
    }
}
