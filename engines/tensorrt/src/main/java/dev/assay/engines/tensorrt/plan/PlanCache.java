package dev.assay.engines.tensorrt.plan;

import dev.assay.core.AssayException;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Json;
import dev.assay.core.format.ModelHash;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/// Built plans by their keys: `<key>.plan`, `<key>.layers.json` and `<key>.json`, written in this
/// order. A plan counts only if its record exists and holds its hash, so that a build that was
/// killed leaves nothing that is taken for a plan.
public final class PlanCache {
    private static final long CHUNK_BYTES = 1L << 26;

    private final Path folder;

    public PlanCache(Path folder) {
        this.folder = folder;
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

    /// Holds other processes off this key, so that they wait for one build instead of making two.
    ///
    /// @throws AssayException if the folder is not writable
    public Lock lock(String key) {
        Path file = folder.resolve(key + ".lock");
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            Lock lock = new Lock(channel, channel.lock());
            // Nobody else writes now: what lies here is of a build that was killed.
            delete(temporary(plan(key)));
            return lock;
        } catch (IOException e) {
            throw unwritable(file, e);
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
            return Optional.of(stored);
        } catch (IOException | JacksonException e) {
            return rebuild(file, "it cannot be read");
        }
    }

    private static Optional<PlanRecord> rebuild(Path file, String why) {
        System.err.println("The engine is built again: of " + file + ", " + why);
        return Optional.empty();
    }

    /// Stores a plan, then what describes it.
    ///
    /// @throws AssayException if the folder is not writable or the disk is full
    public void store(String key, MemorySegment plan, String layers, PlanRecord description) {
        write(plan(key), plan);
        AtomicFile.write(layers(key), layers);
        AtomicFile.write(recordFile(key), Json.indented().writeValueAsString(description));
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

    private static void delete(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            // The failure to write is what the caller has to hear of.
        }
    }

    private static AssayException unwritable(Path file, IOException e) {
        return AssayException.environment(
                "Cannot write " + file + " (" + e + "): check free space and permissions", e);
    }
}
