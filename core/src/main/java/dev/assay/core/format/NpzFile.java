package dev.assay.core.format;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.TensorData;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// NumPy's `.npz`: a zip archive of `.npy` arrays, named by their entries.
public final class NpzFile {
    private static final int CHUNK_BYTES = 1 << 20;

    /// Beyond this ratio an entry is taken for a zip bomb: deflate itself cannot exceed 1,032.
    private static final long MAX_COMPRESSION = 1_100;

    private NpzFile() {}

    /// Reads every array into memory that the arena owns.
    public static Map<String, TensorData> read(Path file, Arena arena) {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : List.copyOf(zip.stream().toList())) {
                String name = entry.getName().replaceFirst("\\.npy$", "");
                tensors.put(
                        name,
                        NpyFile.parse(
                                file + "!" + entry.getName(), name, inflate(zip, entry, arena)));
            }
        } catch (IOException e) {
            throw new AssayException(
                    ErrorKind.DATA, file + " is not a readable .npz archive: " + e.getMessage(), e);
        }
        return tensors;
    }

    private static MemorySegment inflate(ZipFile zip, ZipEntry entry, Arena arena)
            throws IOException {
        long size = entry.getSize();
        if (size < 0 || size > Math.max(1, entry.getCompressedSize()) * MAX_COMPRESSION) {
            throw new IOException(entry.getName() + " claims " + size + " bytes");
        }
        MemorySegment segment = arena.allocate(size, 64);
        byte[] chunk = new byte[CHUNK_BYTES];
        long offset = 0;
        try (InputStream in = zip.getInputStream(entry)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                if (offset + read > size) {
                    throw new IOException(entry.getName() + " is longer than it claims");
                }
                MemorySegment.copy(MemorySegment.ofArray(chunk), 0, segment, offset, read);
                offset += read;
            }
        }
        if (offset != size) {
            throw new IOException(entry.getName() + " is shorter than it claims");
        }
        return segment;
    }
}
