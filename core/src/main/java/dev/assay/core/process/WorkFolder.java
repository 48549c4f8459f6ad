package dev.assay.core.process;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.format.DiskSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Scratch folders of child processes.
final class WorkFolder {
    private static final Logger LOG = LoggerFactory.getLogger(WorkFolder.class);

    /// Less than a fork's samples and digests take.
    private static final long LEAST_FREE_BYTES = 64 << 10;

    private WorkFolder() {}

    /// A child that failed on a full disk says nothing about the case that it worked on.
    ///
    /// @throws AssayException if there is next to no space left
    static void requireSpace(Path path) {
        long free;
        try {
            free = DiskSpace.free(path);
        } catch (IOException e) {
            throw AssayException.environment("Cannot look at the disk of " + path + ": " + e, e);
        }
        if (free < LEAST_FREE_BYTES) {
            throw new AssayException(
                    ErrorKind.ENVIRONMENT,
                    "The disk of %s is full (%s bytes free): free some space, then go on with --resume"
                            .formatted(path, free));
        }
    }

    /// Deletes the folder with all in it. That it cannot is no reason to lose a finished job.
    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("Cannot delete {}: {}", folder, e.toString());
        }
    }
}
