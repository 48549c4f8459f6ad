package dev.assay.core.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// How much a disk takes yet.
public final class DiskSpace {
    private DiskSpace() {}

    /// Asks the file system itself. A `FileStore` would be looked up among the mount points, and in
    /// a plain chroot the root is none: there it fails with "Mount point not found".
    ///
    /// @return bytes that this user may write on the disk of the folder
    /// @throws NoSuchFileException if there is no such folder
    public static long free(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            throw new NoSuchFileException(folder.toString());
        }
        return folder.toFile().getUsableSpace();
    }
}
