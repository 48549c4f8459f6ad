package dev.assay.cli.pack;

import com.github.luben.zstd.ZstdOutputStream;
import dev.assay.cli.pack.ChunkStream.Chunk;
import dev.assay.core.AssayException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/// Writes the chunks of a kit, their sums and the script that unpacks them.
///
/// The chunks are one stream: a `.tar.gz` with the Java runtime and what decompresses the rest, and
/// then the rest as `.tar.zst`. Native libraries of GPUs hold the same code many times over, for
/// one architecture after the other: zstd with a long window finds that and gzip does not.
///
/// @param folder that exists and is empty
/// @param chunk size that no chunk exceeds
public record KitWriter(Path folder, ByteSize chunk) {
    private static final int LEVEL = 9;

    /// The longest window that every zstd reads without being told to.
    private static final int WINDOW_LOG = 27;

    private static final int MOST_WORKERS = 8;

    /// What was written.
    ///
    /// @param bytes of all chunks
    /// @param unpackedBytes what they hold
    public record Kit(int chunks, long bytes, long unpackedBytes) {}

    /// @param first files that are needed to unpack the rest
    Kit write(List<KitFile> first, List<KitFile> rest) {
        try {
            ChunkStream chunks = new ChunkStream(folder, chunk);
            long firstBytes;
            try (chunks) {
                GZIPOutputStream gzip = new GZIPOutputStream(chunks);
                tar(first, gzip);
                gzip.finish();
                firstBytes = chunks.written();
                tarZstd(rest, chunks);
            }
            long unpacked = bytes(first) + bytes(rest);
            Files.writeString(folder.resolve("SHA256SUMS"), sums(chunks.chunks()));
            Files.writeString(folder.resolve("unpack.sh"), UnpackScript.text(firstBytes, unpacked));
            return new Kit(chunks.chunks().size(), chunks.written(), unpacked);
        } catch (IOException e) {
            throw AssayException.environment(
                    "Cannot write the kit to " + folder + ": " + e.getMessage(), e);
        }
    }

    private static void tarZstd(List<KitFile> files, OutputStream out) throws IOException {
        ZstdOutputStream zstd = new ZstdOutputStream(out, LEVEL);
        zstd.setCloseFrameOnFlush(false);
        zstd.setChecksum(true);
        zstd.setLong(WINDOW_LOG);
        zstd.setWorkers(Math.min(Runtime.getRuntime().availableProcessors(), MOST_WORKERS));
        try (zstd) {
            tar(files, zstd);
        }
    }

    private static void tar(List<KitFile> files, OutputStream out) throws IOException {
        TarStream tar = new TarStream(out);
        for (KitFile file : files) {
            tar.add(file);
        }
        tar.finish();
    }

    private static String sums(List<Chunk> chunks) {
        StringBuilder text = new StringBuilder();
        for (Chunk chunk : chunks) {
            text.append(chunk.sha256()).append("  ").append(chunk.name()).append('\n');
        }
        return text.toString();
    }

    private static long bytes(List<KitFile> files) {
        return files.stream().mapToLong(KitFile::bytes).sum();
    }
}
