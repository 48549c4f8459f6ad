package dev.assay.engines.tensorrt.plan;

import dev.assay.core.AssayException;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Json;
import dev.assay.onnx.graph.ModelHash;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;

/// Built plans by their keys: `<key>.plan`, `<key>.layers.json` and `<key>.json`, written in this
/// order. A plan counts only if its record exists and holds its hash, so that a build that was
/// killed leaves nothing that is taken for a plan.
public final class PlanCache {
    private static final long CHUNK_BYTES = 1L << 26;

    private static final Duration POLL = Duration.ofMillis(200);

    private final Path folder;
    private final Consumer<String> log;

    public PlanCache(Path folder) {
        this(folder, System.err::println);
    }

    /// @param log for what the user should see while it happens
    PlanCache(Path folder, Consumer<String> log) {
        this.folder = folder;
        this.log = log;
    }

    public Path plan(String key) {
        return folder.resolve(key + ".plan");
    }

    /// What the engine's inspector said of its layers.
    public Path layers(String key) {
        return folder.resolve(key + ".layers.json");
    }

    private Path recordFile(String key) {
        return folder.resolve(key + ".json");
    }

    /// Holds other processes off this key, so that they wait for one build instead of making two. A
    /// wait may last as long as a build, so it is announced.
    ///
    /// @throws AssayException if the folder is not writable
    public Lock lock(String key) {
        Path file = folder.resolve(key + ".lock");
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                Lock lock = new Lock(channel, await(channel, key, file));
                // Nobody else writes now: what lies here is of a build that was killed.
                delete(temporary(plan(key)));
                return lock;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private FileLock await(FileChannel channel, String key, Path file) throws IOException {
        Optional<FileLock> held = tryLock(channel);
        if (held.isEmpty()) {
            log.accept(
                    "Waiting for the engine %s: another process is building it and holds %s"
                            .formatted(key, file));
        }
        while (held.isEmpty()) {
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw AssayException.environment(
                        "Interrupted while another process was building the engine " + key, e);
            }
            held = tryLock(channel);
        }
        return held.get();
    }

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            // Held by another thread of this process.
            return Optional.empty();
        }
    }

    /// A key that is held.
    public static final class Lock implements AutoCloseable {
        private final FileChannel channel;
        private final FileLock held;

        private Lock(FileChannel channel, FileLock held) {
            this.channel = channel;
            this.held = held;
        }

        @Override
        public void close() {
            try {
                held.release();
                channel.close();
            } catch (IOException e) {
                // The process's end releases it.
            }
        }
    }

    /// The plan's record, if there is a whole plan that it fits.
    public Optional<PlanRecord> find(String key) {
        Path file = recordFile(key);
        if (!Files.exists(file) || !Files.exists(plan(key))) {
            return Optional.empty();
        }
        try {
            PlanRecord stored = Json.compact().readValue(Files.readString(file), PlanRecord.class);
            if (stored.schema() > PlanRecord.SCHEMA) {
                return rebuild(file, "it is of schema " + stored.schema());
            }
            if (!ModelHash.of(plan(key)).equals(stored.planSha256())) {
                return rebuild(file, "the plan is not the one it describes");
            }
            return Optional.of(recounted(key, stored));
        } catch (IOException | JacksonException e) {
            return rebuild(file, "it cannot be read");
        }
    }

    /// The rules by which layers are counted may be newer than the record.
    private PlanRecord recounted(String key, PlanRecord stored) {
        try {
            return stored.with(EffectivePrecision.of(Files.readString(layers(key))));
        } catch (IOException | AssayException e) {
            return stored;
        }
    }

    private Optional<PlanRecord> rebuild(Path file, String why) {
        log.accept("The engine is built again: of " + file + ", " + why);
        return Optional.empty();
    }

    /// Stores a plan, then what describes it.
    ///
    /// @param layers the inspector's report, if there is one; a plan is stored without it, too
    /// @throws AssayException if the folder is not writable or the disk is full
    public void store(
            String key, MemorySegment plan, Optional<String> layers, PlanRecord description) {
        // One of an earlier plan must not be taken for this one's.
        delete(layers(key));
        write(plan(key), plan);
        layers.ifPresent(report -> tryWrite(layers(key), report));
        AtomicFile.write(recordFile(key), json(description));
    }

    /// Describes a stored plan anew. If that cannot be written, the old description stays.
    public void describe(String key, PlanRecord description) {
        tryWrite(recordFile(key), json(description));
    }

    private static String json(PlanRecord description) {
        return Json.indented().writeValueAsString(description);
    }

    /// For what a plan is complete without: a finished build must not be lost for it.
    private void tryWrite(Path file, String text) {
        try {
            AtomicFile.write(file, text);
        } catch (AssayException e) {
            log.accept("The engine is stored, but: " + e.getMessage());
        }
    }

    /// As {@link AtomicFile}, from native memory: a plan may be larger than any Java array.
    private static void write(Path file, MemorySegment bytes) {
        Path temporary = temporary(file);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (FileChannel channel =
                    FileChannel.open(
                            temporary,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING)) {
                for (long at = 0; at < bytes.byteSize(); at += CHUNK_BYTES) {
                    long length = Math.min(CHUNK_BYTES, bytes.byteSize() - at);
                    ByteBuffer chunk = bytes.asSlice(at, length).asByteBuffer();
                    while (chunk.hasRemaining()) {
                        channel.write(chunk);
                    }
                }
                channel.force(true);
            }
            Files.move(
                    temporary,
                    file,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            delete(temporary);
            throw unwritable(file, e);
        }
    }

    /// The name must not begin with the file's: a leftover would count as a part of the plan.
    private static Path temporary(Path file) {
        return file.resolveSibling("part-" + file.getFileName());
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The failure to write is what the caller has to hear of.
        }
    }

    private static AssayException unwritable(Path file, IOException e) {
        return AssayException.environment(
                "Cannot write " + file + " (" + e + "): check free space and permissions", e);
    }
}
