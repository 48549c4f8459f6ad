package dev.assay.core.format.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.assay.core.AssayException;
import dev.assay.core.format.TensorFiles;
import dev.assay.core.format.storage.TensorHints;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.TensorData;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;

/// Damages one format's files and checks what becomes of each.
final class Fuzzing {
    private static final int FILES = 2_000;
    private static final long SEED = 4;

    /// The sources are a few KiB; buffers of the JSON parser and the inflater are the rest.
    private static final long HEAP_BYTES = 4L << 20;

    /// Deflate's largest ratio is 1,032; the reader refuses beyond 1,100.
    private static final long RATIO = 1_100;

    /// What is particular to a format.
    interface Format {
        String suffix();

        /// A valid file.
        byte[] source(Random random) throws IOException;

        byte[] damage(byte[] source, Random random) throws IOException;

        /// How messages name a place in such a file.
        Pattern place();

        /// Decodes a file that was read; fails where it should not have been.
        Map<String, Decoded> decode(Path file) throws IOException;

        /// Which runner to read, where there may be several.
        default Optional<String> runner() {
            return Optional.empty();
        }
    }

    private final Path folder;
    private final Format format;
    private final TensorHints hints;
    private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private long heapBytes;

    Fuzzing(Path folder, Format format) {
        this.folder = folder;
        this.format = format;
        this.hints =
                new TensorHints(
                        Optional.empty(),
                        Map.of(TensorHints.ANY, ElementType.FLOAT8_E4M3),
                        Map.of(),
                        format.runner());
    }

    void run() throws IOException {
        // Classes are loaded on the heap of the thread that needs them first.
        heapBytes = Long.MAX_VALUE;
        isRead("first", format.source(new Random(SEED)));
        heapBytes = HEAP_BYTES;
        int read = 0;
        for (int i = 0; i < FILES; i++) {
            Random random = new Random(SEED * FILES + i);
            byte[] source = format.source(random);
            if (i < FILES / 20) {
                assertThat(isRead("source of file " + i, source)).as("source %s", i).isTrue();
            }
            if (isRead("file " + i, format.damage(source, random))) {
                read++;
            }
        }
        // Otherwise either the damage or the reader would be trivial.
        assertThat(read).isBetween(FILES / 20, FILES * 3 / 4);
    }

    private boolean isRead(String what, byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("fuzzed." + format.suffix()), bytes);
        long before = memory.getCurrentThreadAllocatedBytes();
        try (CountingArena arena = new CountingArena()) {
            try {
                Map<String, TensorData> tensors = TensorFiles.read(file, hints, arena);
                checkMemory(what, bytes, arena, before);
                check(what, format.decode(file), tensors);
                return true;
            } catch (AssayException e) {
                checkMemory(what, bytes, arena, before);
                assertThat(e.getMessage())
                        .as(what)
                        .contains(file.toString())
                        .containsPattern(format.place());
                return false;
            } catch (RuntimeException | IOException | Error e) {
                Path kept =
                        Files.write(Files.createTempFile("fuzzed", "." + format.suffix()), bytes);
                throw new AssertionError(what + ", kept as " + kept, e);
            }
        }
    }

    private void checkMemory(String what, byte[] bytes, CountingArena arena, long before) {
        assertThat(memory.getCurrentThreadAllocatedBytes() - before)
                .as("%s: heap", what)
                .isLessThan(heapBytes);
        assertThat(arena.bytes())
                .as("%s: off-heap", what)
                .isLessThanOrEqualTo(RATIO * bytes.length);
    }

    private static void check(
            String what, Map<String, Decoded> expected, Map<String, TensorData> tensors) {
        assertThat(tensors.keySet()).as(what).isEqualTo(expected.keySet());
        tensors.forEach((name, tensor) ->
                Objects.requireNonNull(expected.get(name)).assertEquals(what + " " + name, tensor));
    }
}
