package dev.assay.core.format;

import dev.assay.core.AssayException;
import dev.assay.core.tensor.TensorSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Writes a safetensors file row by row, so that its tensors need not fit into memory.
///
/// The file appears under its name when it is complete, by {@link #commit}; until then, and if it
/// never is, there is a `.part` beside it, which {@link #close} deletes.
public final class SafetensorsRows implements AutoCloseable {
    private final Path file;
    private final Path part;
    private final FileChannel channel;
    private final List<TensorSpec> specs;
    private final List<Long> offsets = new ArrayList<>();
    private final long[] written;

    private SafetensorsRows(Path file, Path part, FileChannel channel, List<TensorSpec> specs)
            throws IOException {
        this.file = file;
        this.part = part;
        this.channel = channel;
        this.specs = List.copyOf(specs);
        this.written = new long[specs.size()];
        ByteBuffer header = SafetensorsWriter.header(specs, node -> {});
        long offset = header.remaining();
        for (TensorSpec spec : specs) {
            offsets.add(offset);
            offset = Math.addExact(offset, spec.byteSize());
        }
        put(header, 0);
    }

    /// @param specs of the tensors, the outermost extent of each counting its rows
    /// @throws AssayException if the folder is not writable or the disk has no room for the file
    public static SafetensorsRows create(Path file, List<TensorSpec> specs) {
        Path absolute = file.toAbsolutePath();
        Path part = absolute.resolveSibling(absolute.getFileName() + ".part");
        long bytes = specs.stream().mapToLong(TensorSpec::byteSize).reduce(0, Math::addExact);
        try {
            long free = DiskSpace.free(Files.createDirectories(absolute.getParent()));
            if (free < bytes) {
                throw AssayException.config(
                        "%s needs %d MB and its disk has %d MB free: make room or ask for less"
                                .formatted(file, bytes / 1_000_000 + 1, free / 1_000_000));
            }
            FileChannel channel =
                    FileChannel.open(
                            part,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING);
            return new SafetensorsRows(absolute, part, channel, specs);
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    /// Puts one row into its place; rows may come in any order, each once.
    ///
    /// @param tensor its place in the list of specs
    public void write(int tensor, long row, ByteBuffer bytes) {
        long size = specs.get(tensor).byteSize() / specs.get(tensor).shape().dim(0);
        if (bytes.remaining() != size) {
            throw new IllegalArgumentException(
                    "a row of %s has %d bytes, not %d"
                            .formatted(specs.get(tensor), size, bytes.remaining()));
        }
        try {
            put(bytes, offsets.get(tensor) + row * size);
        } catch (IOException e) {
            throw failure(file, e);
        }
        written[tensor]++;
    }

    private void put(ByteBuffer bytes, long at) throws IOException {
        long position = at;
        while (bytes.hasRemaining()) {
            position += channel.write(bytes, position);
        }
    }

    /// Makes the file appear, once all rows are there.
    public void commit() {
        for (int tensor = 0; tensor < written.length; tensor++) {
            if (written[tensor] != specs.get(tensor).shape().dim(0)) {
                throw new IllegalStateException(
                        "%s has %d rows so far".formatted(specs.get(tensor), written[tensor]));
            }
        }
        try {
            channel.force(true);
            channel.close();
            Files.move(
                    part,
                    file,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // The failure to write is what the caller has to hear of, not one to clean up after it.
        }
    }

    private static AssayException failure(Path file, IOException e) {
        return AssayException.environment(
                "Cannot write " + file + " (" + e + "): check free space and permissions", e);
    }
}
