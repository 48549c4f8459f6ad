package dev.assay.cli.pack;

import dev.assay.core.AssayException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/// One `.tar.gz` for users: unpacked with `tar` alone, it runs without a JDK and Maven, by the
/// commands that the README has for a clone.
///
/// @param contents as of a kit
/// @param documents the folder of the README
/// @param name of the archive's only folder
/// @param runtime makes a Java runtime in a folder that does not exist yet
/// @param progress what is being done, in words
public record ReleaseArchive(
        KitContents contents,
        Path documents,
        String name,
        Consumer<Path> runtime,
        Consumer<String> progress) {
    /// For users; what else lies there is for developers.
    private static final List<String> DOCUMENTS =
            List.of("README.md", "README.zh-CN.md", "LICENSE", "docs");

    private static final String FRONT_DOOR = "run-all.sh";
    private static final int BUFFER = 1 << 20;

    /// @param file that does not exist yet
    /// @return bytes of the archive
    public long write(Path file) {
        if (Files.exists(file)) {
            throw AssayException.config(file + " is there already: choose another --out");
        }
        Path work = file.toAbsolutePath().resolveSibling("part-" + file.getFileName());
        try {
            Files.createDirectories(work);
            List<KitFile> files = new ArrayList<>(List.of(frontDoor(work)));
            files.addAll(documentFiles());
            files.addAll(contents.files());
            progress.accept("linking a Java runtime");
            runtime.accept(work.resolve("jre"));
            files.addAll(RuntimeImage.files(work.resolve("jre")));
            progress.accept("compressing %d files".formatted(files.size()));
            Path part = work.resolve("archive");
            tar(files, part);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            return Files.size(file);
        } catch (IOException e) {
            throw AssayException.environment("Cannot write " + file + ": " + e, e);
        } finally {
            clear(work);
        }
    }

    private void tar(List<KitFile> files, Path part) throws IOException {
        try (OutputStream out =
                new GZIPOutputStream(
                        new BufferedOutputStream(Files.newOutputStream(part), BUFFER), BUFFER)) {
            TarStream tar = new TarStream(out);
            for (KitFile it : files) {
                tar.add(
                        new KitFile(
                                name + "/" + it.name(), it.source(), it.bytes(), it.executable()));
            }
            tar.finish();
        }
    }

    /// `run-all.sh` of a clone builds first; here everything is built.
    private static KitFile frontDoor(Path work) throws IOException {
        Path file = work.resolve(FRONT_DOOR);
        try (InputStream in = ReleaseArchive.class.getResourceAsStream(FRONT_DOOR)) {
            if (in == null) {
                throw new IllegalStateException("There is no resource " + FRONT_DOOR);
            }
            Files.write(file, in.readAllBytes());
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return KitFile.of(FRONT_DOOR, file);
    }

    private List<KitFile> documentFiles() {
        List<KitFile> files = new ArrayList<>();
        for (String document : DOCUMENTS) {
            Path source = documents.resolve(document);
            if (!Files.exists(source)) {
                continue;
            }
            try (Stream<Path> found = Files.walk(source)) {
                found.filter(Files::isRegularFile)
                        .sorted()
                        .map(file ->
                                KitFile.of(KitContents.slashes(documents.relativize(file)), file))
                        .forEach(files::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    private static void clear(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // What is left is named after the archive, and the next try replaces it.
        }
    }
}
