package dev.assay.cli.imports;

import dev.assay.core.AssayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder that appears whole or not at all: it is filled under another name beside its place.
final class NewFolder implements AutoCloseable {
    private final Path target;
    private final Path part;
    private boolean kept;

    NewFolder(Path target) {
        this.target = target.toAbsolutePath().normalize();
        String prefix = ".%s.part-".formatted(this.target.getFileName());
        removeLeftovers(prefix);
        part = this.target.resolveSibling(prefix + ProcessHandle.current().pid());
    }

    /// What processes left that were killed while they made this folder.
    private void removeLeftovers(String prefix) {
        Path parent = target.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            return;
        }
        List<Path> found;
        try (Stream<Path> siblings = Files.list(parent)) {
            found =
                    siblings.filter(
                                    it -> {
                                        String name = it.getFileName().toString();
                                        return name.matches("\\Q" + prefix + "\\E[0-9]{1,18}")
                                                && ProcessHandle.of(
                                                                Long.parseLong(
                                                                        name.substring(
                                                                                prefix.length())))
                                                        .isEmpty();
                                    })
                            .toList();
        } catch (IOException e) {
            throw AssayException.environment("Cannot read " + parent + ": " + e, e);
        }
        found.forEach(NewFolder::delete);
    }

    /// @throws AssayException if something is there already
    static void requireFree(Path target) {
        if (!Files.exists(target)) {
            return;
        }
        try (Stream<Path> files = Files.list(target)) {
            if (files.findAny().isEmpty()) {
                return;
            }
        } catch (IOException e) {
            // A file, or a folder that cannot be read.
        }
        throw AssayException.config(
                "%s is there already: choose another --out or --name, or remove it"
                        .formatted(target));
    }

    /// Where files of the folder are written.
    Path path() {
        return part;
    }

    /// For what does not stay.
    Path work() {
        return part.resolve("work");
    }

    /// A path as a file in the folder would write it: relative where the file lies near, so that
    /// both can be moved together.
    Path relative(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        if (absolute.startsWith(part)) {
            return part.relativize(absolute);
        }
        Path parent = target.getParent();
        return parent != null && absolute.startsWith(parent)
                ? target.relativize(absolute)
                : absolute;
    }

    /// Puts the folder into its place.
    void keep() {
        delete(work());
        try {
            Files.deleteIfExists(target);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw AssayException.environment("Cannot write " + target + ": " + e, e);
        }
        kept = true;
    }

    @Override
    public void close() {
        if (!kept) {
            delete(part);
        }
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw AssayException.environment("Cannot remove " + folder + ": " + e, e);
        }
    }
}
