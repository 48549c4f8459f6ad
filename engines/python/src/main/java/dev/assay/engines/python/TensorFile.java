package dev.assay.engines.python;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.format.Json;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Files of tensors between this process and the worker. Each is deleted as soon as both have it in
/// their memory, so that nothing is left behind whatever happens.
final class TensorFile implements AutoCloseable {
    private static final String PREFIX = "assay-";
    private static final int ALIGNMENT = 64;
    private static final int CHUNK = 1 << 26;

    private final Path path;
    private long size;

    private TensorFile(Path path) {
        this.path = path;
    }

    /// Where such files may lie, the best place first: memory where there is a file system in it.
    static List<Path> folders() {
        return Stream.of(Path.of("/dev/shm"), Path.of(System.getProperty("java.io.tmpdir")))
                .filter(Files::isDirectory)
                .filter(Files::isWritable)
                .toList();
    }

    /// An empty file for the worker to fill.
    static TensorFile empty() {
        return first(_ -> {});
    }

    /// Writes batches one behind the other.
    ///
    /// @param described gets an entry for each batch, a list of `name`, `type`, `shape`, `offset`
    static TensorFile of(List<Map<String, TensorData>> batches, ArrayNode described) {
        return first(file -> {
            described.removeAll();
            try (FileChannel channel = FileChannel.open(file.path, StandardOpenOption.WRITE)) {
                for (Map<String, TensorData> batch : batches) {
                    ArrayNode entries = described.addArray();
                    for (Map.Entry<String, TensorData> tensor : batch.entrySet()) {
                        file.append(tensor.getKey(), tensor.getValue(), channel, entries);
                    }
                }
            }
        });
    }

    private interface Filling {
        void fill(TensorFile file) throws IOException;
    }

    private static TensorFile first(Filling filling) {
        List<String> reasons = new ArrayList<>();
        for (Path folder : folders()) {
            try {
                TensorFile file = new TensorFile(Files.createTempFile(folder, PREFIX, ".in"));
                try {
                    filling.fill(file);
                    return file;
                } catch (IOException e) {
                    file.close();
                    throw e;
                }
            } catch (IOException e) {
                reasons.add(folder + ": " + e.getMessage());
            }
        }
        throw new AssayException(
                ErrorKind.ENVIRONMENT,
                "Cannot write the tensors for the Python worker: " + String.join("; ", reasons));
    }

    /// Written, not mapped: a write to a full disk fails, one to a mapped hole ends the process.
    private void append(String name, TensorData tensor, FileChannel channel, ArrayNode entries)
            throws IOException {
        ObjectNode entry = entries.addObject().put("name", name);
        entry.put("type", tensor.spec().elementType().name()).put("offset", size);
        entry.set("shape", Json.compact().valueToTree(tensor.shape().dims()));
        MemorySegment data = tensor.segment();
        for (long at = 0; at < data.byteSize(); at += CHUNK) {
            write(data.asSlice(at, Math.min(CHUNK, data.byteSize() - at)).asByteBuffer(), channel);
        }
        write(ByteBuffer.allocate((int) (-data.byteSize() & (ALIGNMENT - 1))), channel);
        size = channel.position();
    }

    private static void write(ByteBuffer bytes, FileChannel channel) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    Path path() {
        return path;
    }

    long size() {
        return size;
    }

    /// Maps the file that an answer names and deletes it: the memory stays as long as the arena.
    ///
    /// @param message with `file`, `bytes` and `tensors`
    /// @throws AssayException of kind `INFERENCE` if it says what is not so
    static List<TensorData> outputs(JsonNode message, Arena arena) {
        Path path = Path.of(message.path("file").asString(""));
        if (!folders().contains(path.getParent())
                || !String.valueOf(path.getFileName()).startsWith(PREFIX)) {
            throw damaged(message, "the file is not where it belongs");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MemorySegment bytes = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
            List<TensorData> outputs = new ArrayList<>();
            for (JsonNode entry : message.path("tensors")) {
                TensorSpec spec =
                        new TensorSpec(
                                entry.path("name").asString(),
                                ElementType.parse(entry.path("type").asString()),
                                Json.compact().treeToValue(entry.path("shape"), Shape.class));
                outputs.add(
                        new TensorData(
                                spec,
                                bytes.asSlice(entry.path("offset").asLong(-1), spec.byteSize())));
            }
            return outputs;
        } catch (IOException | JacksonException | AssayException | IndexOutOfBoundsException e) {
            throw damaged(message, String.valueOf(e.getMessage()));
        } finally {
            delete(path);
        }
    }

    private static AssayException damaged(JsonNode message, String why) {
        return new AssayException(
                ErrorKind.INFERENCE,
                "The Python worker's outputs cannot be read, %s: %s".formatted(why, message));
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw AssayException.environment("Cannot delete " + path + ": " + e, e);
        }
    }

    @Override
    public void close() {
        delete(path);
    }
}
