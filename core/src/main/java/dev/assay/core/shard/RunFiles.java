package dev.assay.core.shard;

import dev.assay.core.AssayException;
import dev.assay.core.run.RunDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/// Brings the files of shards into one run directory. Cases have folders of their own and are in
/// one shard each, so only what is not of a case can meet.
final class RunFiles {
    private static final List<String> FOLDERS =
            List.of("samples", "layers", "profiles", "images", "detections", "engines");

    private final RunDirectory merged;

    RunFiles(RunDirectory merged) {
        this.merged = merged;
    }

    void add(RunDirectory run, Shard shard) {
        run.measurements().forEach(merged::append);
        run.accuracy().forEach(merged::append);
        for (String folder : FOLDERS) {
            copy(run.root().resolve(folder), merged.root().resolve(folder), shard);
        }
        try {
            if (Files.exists(run.publishedFile()) && !Files.exists(merged.publishedFile())) {
                Files.copy(run.publishedFile(), merged.publishedFile());
            }
            if (Files.exists(run.log())) {
                Files.writeString(
                        merged.log(),
                        "-- " + shard + ": " + run.root() + "\n" + log(run),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            throw cannotCopy(run.root(), e);
        }
    }

    /// What a killed process left may end within a character.
    private static String log(RunDirectory run) throws IOException {
        return new String(Files.readAllBytes(run.log()), StandardCharsets.UTF_8);
    }

    private void copy(Path from, Path to, Shard shard) {
        if (!Files.isDirectory(from)) {
            return;
        }
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                copyFile(file, to.resolve(from.relativize(file).toString()), shard);
            }
        } catch (IOException e) {
            throw cannotCopy(from, e);
        }
    }

    /// One engine may have been built in several shards; each of its descriptions is kept.
    private static void copyFile(Path file, Path to, Shard shard) throws IOException {
        Files.createDirectories(to.getParent());
        if (!Files.exists(to)) {
            Files.copy(file, to);
        } else if (Files.mismatch(file, to) >= 0) {
            String name = String.valueOf(to.getFileName());
            int dot = name.lastIndexOf('.');
            String stem = dot < 0 ? name : name.substring(0, dot);
            String end = dot < 0 ? "" : name.substring(dot);
            Files.copy(file, to.resolveSibling(stem + ".shard" + shard.index() + end));
        }
    }

    private static AssayException cannotCopy(Path from, IOException cause) {
        return AssayException.environment(
                "Cannot copy %s (%s): check free space and permissions".formatted(from, cause),
                cause);
    }
}
