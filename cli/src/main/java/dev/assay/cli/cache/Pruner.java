package dev.assay.cli.cache;

import dev.assay.core.AssayException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Removes entries that no process is making.
public final class Pruner {
    private Pruner() {}

    /// @return whether it is gone; false where another process holds its lock
    /// @throws AssayException if a file cannot be removed
    public static boolean remove(CacheEntry entry) {
        Path folder = entry.files().getFirst().toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException("no folder: " + entry);
        }
        Path file = folder.resolve(entry.key() + ".lock");
        boolean existed = Files.exists(file);
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            Optional<FileLock> lock = lock(channel);
            if (lock.isEmpty()) {
                return false;
            }
            // The description goes last: without the plan it counts for nothing.
            for (Path each : entry.files()) {
                Files.deleteIfExists(each);
            }
            if (!existed) {
                Files.deleteIfExists(file);
            }
            return true;
        } catch (IOException e) {
            throw AssayException.environment("Cannot remove " + entry.key() + ": " + e, e);
        }
    }

    private static Optional<FileLock> lock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        }
    }
}
