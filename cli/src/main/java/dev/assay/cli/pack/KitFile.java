package dev.assay.cli.pack;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file of a kit.
///
/// @param name its path in the unpacked kit, with slashes
/// @param source where it is now
record KitFile(String name, Path source, long bytes, boolean executable) {
    KitFile {
        requireNonNull(name, "name is null");
        requireNonNull(source, "source is null");
    }

    static KitFile of(String name, Path source) {
        try {
            return new KitFile(name, source, Files.size(source), Files.isExecutable(source));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
