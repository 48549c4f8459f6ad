package dev.assay.core.format;

import dev.assay.core.AssayException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// Whole files are replaced by rename, so that a reader or a killed process never leaves half of
/// one.
public final class AtomicFile {
    private AtomicFile() {}

    public static void write(Path file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    public static void write(Path file, byte[] bytes) {
        write(file, List.of(ByteBuffer.wrap(bytes)));
    }

    /// Writes one part after another, fsyncs and renames into place.
    ///
    /// @throws AssayException if the folder is not writable or the disk is full; the old file stays
    static void write(Path file, List<ByteBuffer> parts) {
        Path absolute = file.toAbsolutePath();
        Path temporary = absolute.resolveSibling(absolute.getFileName() + ".part");
        try {
            Files.createDirectories(absolute.getParent());
            try (FileChannel channel =
                    FileChannel.open(
                            temporary,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING)) {
                for (ByteBuffer part : parts) {
                    while (part.hasRemaining()) {
                        channel.write(part);
                    }
                }
                channel.force(true);
            }
            Files.move(
                    temporary,
                    absolute,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            deleteQuietly(temporary);
            throw AssayException.environment(
                    "Cannot write " + file + " (" + e + "): check free space and permissions", e);
        }
    }

    /// The failure to write is what the caller has to hear of, not one to clean up after it.
    private static void deleteQuietly(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            // On a read-only disk there is nothing to delete either.
        }
    }
}
