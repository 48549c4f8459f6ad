package dev.assay.cli.pack;

import com.github.luben.zstd.ZstdInputStream;
import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.format.DiskSpace;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Makes a kit: everything that a host without network, JDK or Maven needs.
///
/// @param contents of the kit
/// @param chunk size that no file of the kit exceeds
/// @param progress what is being done, in words
public record Packer(KitContents contents, ByteSize chunk, Consumer<String> progress) {
    /// What the runtime takes, next to the kit, while it is packed.
    private static final long WORK_BYTES = 256 << 20;

    /// @param out a folder that is empty or does not exist; nothing stays in it when this fails
    public KitWriter.Kit pack(Path out) {
        List<KitFile> files = contents.files();
        requireEmpty(out);
        boolean done = false;
        try {
            Files.createDirectories(out);
            requireSpace(out);
            Path runtime = out.resolve("runtime");
            progress.accept("linking a Java runtime");
            RuntimeImage.link(runtime);
            progress.accept("compressing " + new ByteSize(bytes(files)));
            KitWriter.Kit kit = write(out, RuntimeImage.files(runtime), files);
            delete(runtime);
            done = true;
            return kit;
        } catch (IOException e) {
            throw AssayException.environment("Cannot write to " + out + ": " + e.getMessage(), e);
        } finally {
            if (!done) {
                clear(out);
            }
        }
    }

    private KitWriter.Kit write(Path out, List<KitFile> runtime, List<KitFile> files)
            throws IOException {
        List<Path> tools = List.of(jarOf(Decompress.class), jarOf(ZstdInputStream.class));
        List<KitFile> first = new ArrayList<>(runtime);
        List<KitFile> rest = new ArrayList<>();
        for (KitFile file : files) {
            (tools.contains(file.source().toRealPath()) ? first : rest).add(file);
        }
        if (first.size() != runtime.size() + tools.size()) {
            throw new AssayException(
                    ErrorKind.INTERNAL, "The kit could not be unpacked without " + tools);
        }
        return new KitWriter(out, chunk).write(first, rest);
    }

    private static Path jarOf(Class<?> type) throws IOException {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                    .toRealPath();
        } catch (URISyntaxException e) {
            throw new IOException("No file holds " + type, e);
        }
    }

    private static long bytes(List<KitFile> files) {
        return files.stream().mapToLong(KitFile::bytes).sum();
    }

    private static void requireEmpty(Path out) {
        if (!Files.exists(out)) {
            return;
        }
        try (Stream<Path> found = Files.list(out)) {
            if (found.findAny().isPresent()) {
                throw AssayException.config(out + " is not empty: give a new folder with --out");
            }
        } catch (IOException e) {
            throw AssayException.config(out + " is no folder that a kit can be written to");
        }
    }

    private static void requireSpace(Path out) throws IOException {
        long free = DiskSpace.free(out);
        if (free < WORK_BYTES) {
            throw AssayException.config(
                    "%s has %s free, and packing needs %s beside the kit"
                            .formatted(out, new ByteSize(free + 1), new ByteSize(WORK_BYTES)));
        }
    }

    private static void clear(Path out) {
        try (Stream<Path> found = Files.list(out)) {
            for (Path file : found.toList()) {
                delete(file);
            }
        } catch (IOException e) {
            // What made packing fail is what the user has to hear of.
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path file : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
