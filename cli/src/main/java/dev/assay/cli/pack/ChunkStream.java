package dev.assay.cli.pack;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// Cuts one stream into numbered files of at most a given size, and sums each up.
final class ChunkStream extends OutputStream {
    /// `kit.*` is put in order by a shell, which sorts names, not numbers.
    private static final int MOST_CHUNKS = 1000;

    private static final int BUFFER_BYTES = 1 << 18;

    private final Path folder;
    private final long chunkBytes;
    private final MessageDigest digest;
    private final List<Chunk> chunks = new ArrayList<>();
    private OutputStream current = OutputStream.nullOutputStream();
    private long room;
    private long written;

    ChunkStream(Path folder, ByteSize chunk) {
        this.folder = folder;
        chunkBytes = chunk.bytes();
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /// @param sha256 of its content, in hexadecimal digits
    record Chunk(String name, String sha256) {}

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (room == 0) {
                next();
            }
            int part = (int) Math.min(length - done, room);
            current.write(bytes, offset + done, part);
            done += part;
            room -= part;
            written += part;
        }
    }

    /// Bytes of all chunks so far.
    long written() {
        return written;
    }

    /// After {@link #close}.
    List<Chunk> chunks() {
        return List.copyOf(chunks);
    }

    @Override
    public void flush() throws IOException {
        current.flush();
    }

    @Override
    public void close() throws IOException {
        end();
        current = OutputStream.nullOutputStream();
    }

    private void next() throws IOException {
        end();
        if (chunks.size() == MOST_CHUNKS) {
            throw new IOException(
                    "More than %d chunks: choose a larger --chunk-size".formatted(MOST_CHUNKS));
        }
        Path file = folder.resolve(String.format(Locale.ROOT, "kit.%03d", chunks.size()));
        chunks.add(new Chunk(file.getFileName().toString(), ""));
        current =
                new DigestOutputStream(
                        new BufferedOutputStream(
                                Files.newOutputStream(file, StandardOpenOption.CREATE_NEW),
                                BUFFER_BYTES),
                        digest);
        room = chunkBytes;
    }

    private void end() throws IOException {
        current.close();
        if (!chunks.isEmpty() && chunks.getLast().sha256().isEmpty()) {
            Chunk last = chunks.removeLast();
            chunks.add(new Chunk(last.name(), HexFormat.of().formatHex(digest.digest())));
        }
    }
}
