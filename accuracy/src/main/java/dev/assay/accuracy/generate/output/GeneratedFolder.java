package dev.assay.accuracy.generate.output;

import dev.assay.core.AssayException;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Json;
import dev.assay.core.generated.GeneratedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/// A folder with one generated data set and the stamp that says which.
///
/// It is made under another name and renamed when it is complete, so that a killed process leaves
/// nothing under the right name. Only folders that have a stamp, and no file that the stamp does
/// not list, are ever replaced: what somebody else has put anywhere is never deleted.
///
/// @param version of the generator of this kind of data; what another version made is made again
public record GeneratedFolder(Path path, GeneratedRequest request, int version) {
    public GeneratedFolder {
        path = path.toAbsolutePath().normalize();
    }

    /// The stamp's name in the folder.
    public static final String STAMP = "generated.json";

    /// What is in the place of the folder.
    public enum State {
        /// Nothing, or an empty folder.
        MISSING,
        /// What is asked for, every file as it was made.
        CURRENT,
        /// The same request, but damaged or by another version of the generator.
        STALE,
        /// Another data set that Assay has made.
        OTHER,
        /// Something that Assay has not made.
        FOREIGN
    }

    public State state() {
        if (!Files.exists(path)) {
            return State.MISSING;
        }
        if (!Files.isDirectory(path)) {
            return State.FOREIGN;
        }
        Set<String> files = files();
        Optional<Stamp> stamp = stamp();
        if (stamp.isEmpty()) {
            return files.isEmpty() ? State.MISSING : State.FOREIGN;
        }
        if (!stamp.get().names().containsAll(files)) {
            return State.FOREIGN;
        }
        if (!stamp.get().request().equals(request)) {
            return State.OTHER;
        }
        return stamp.get().version() == version && stamp.get().matches(path)
                ? State.CURRENT
                : State.STALE;
    }

    /// Makes the data set in the place of whatever Assay has made there before.
    ///
    /// @param fill writes the files into the empty folder that it is given
    /// @throws AssayException if something is there that Assay has not made
    public void make(Consumer<Path> fill) {
        if (state() == State.FOREIGN) {
            throw AssayException.config(
                    "%s holds %s, which Assay has not generated: give another folder or move it away"
                            .formatted(path, foreigner()));
        }
        Path part = sibling("part");
        try {
            Files.createDirectories(path.getParent());
            removeLeftovers();
            Files.createDirectory(part);
            fill.accept(part);
            AtomicFile.write(
                    part.resolve(STAMP),
                    Json.indented().writeValueAsString(Stamp.of(part, request, version)) + "\n");
            if (state() == State.CURRENT) {
                // Another process made the same meanwhile.
                return;
            }
            Path old = sibling("old");
            if (Files.exists(path)) {
                Files.move(path, old, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
            delete(old);
        } catch (IOException e) {
            throw AssayException.environment(
                    "Cannot write " + path + " (" + e + "): check free space and permissions", e);
        } finally {
            deleteQuietly(part);
        }
    }

    private Optional<Stamp> stamp() {
        Path file = path.resolve(STAMP);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            Stamp stamp = Json.compact().readValue(Files.readString(file), Stamp.class);
            return stamp.schema().equals(Stamp.SCHEMA) ? Optional.of(stamp) : Optional.empty();
        } catch (IOException | JacksonException | AssayException e) {
            // Not one of ours, or damaged: then nothing proves that the folder may be replaced.
            return Optional.empty();
        }
    }

    private String foreigner() {
        if (!Files.isDirectory(path)) {
            return "a file";
        }
        Set<String> known = stamp().map(Stamp::names).orElse(Set.of());
        return files().stream()
                .filter(it -> !known.contains(it))
                .sorted()
                .findFirst()
                .orElse("files");
    }

    private Set<String> files() {
        try (Stream<Path> found = Files.walk(path)) {
            return found.filter(it -> !Files.isDirectory(it))
                    .map(it -> Stamp.name(path, it))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw AssayException.environment("Cannot read " + path + ": " + e, e);
        }
    }

    private Path sibling(String what) {
        return path.resolveSibling(prefix() + what + "-" + ProcessHandle.current().pid());
    }

    private String prefix() {
        return "." + path.getFileName() + ".";
    }

    /// What processes left that were killed while they made this folder.
    private void removeLeftovers() throws IOException {
        List<Path> found;
        try (Stream<Path> siblings = Files.list(path.getParent())) {
            found = siblings.filter(this::isLeftover).toList();
        }
        for (Path leftover : found) {
            delete(leftover);
        }
    }

    private boolean isLeftover(Path sibling) {
        String name = sibling.getFileName().toString();
        if (!name.matches("\\Q" + prefix() + "\\E(part|old)-[0-9]{1,18}")) {
            return false;
        }
        long process = Long.parseLong(name.substring(name.lastIndexOf('-') + 1));
        return process == ProcessHandle.current().pid() || ProcessHandle.of(process).isEmpty();
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path file : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void deleteQuietly(Path folder) {
        try {
            delete(folder);
        } catch (IOException e) {
            // What made the writing fail is what the user has to hear of.
        }
    }
}
