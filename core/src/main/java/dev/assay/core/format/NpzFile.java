package dev.assay.core.format;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.format.npy.NpyArray;
import dev.assay.core.format.npy.NpyStream;
import dev.assay.core.format.storage.MemoryBudget;
import dev.assay.core.format.storage.Quoted;
import dev.assay.core.format.storage.TensorHints;
import dev.assay.core.format.zip.ZipContent;
import dev.assay.core.format.zip.ZipDirectory;
import dev.assay.core.format.zip.ZipMember;
import dev.assay.core.tensor.TensorData;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// NumPy's `.npz`: a zip archive of `.npy` arrays, named by their entries. Stored arrays stay
/// mapped; deflated ones are inflated off the heap.
public final class NpzFile {
    private static final String SUFFIX = ".npy";

    private NpzFile() {}

    public static Map<String, TensorData> read(Path file, Arena arena) {
        return read(file, TensorHints.NONE, arena);
    }

    /// Reads every array, in the order of the archive.
    ///
    /// @param arena owns the map and what is inflated
    /// @throws AssayException if the archive or an array is damaged, or its deflated arrays take
    ///   more than {@link MemoryBudget#USUAL_BYTES}
    public static Map<String, TensorData> read(Path file, TensorHints hints, Arena arena) {
        return read(file, hints, new MemoryBudget(MemoryBudget.USUAL_BYTES), arena);
    }

    static Map<String, TensorData> read(
            Path file, TensorHints hints, MemoryBudget budget, Arena arena) {
        MemorySegment all = MappedFile.map(file, arena);
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        for (ZipMember member : ZipDirectory.read(file, all)) {
            String where = file + "!" + Quoted.visible(member.name());
            if (!member.name().endsWith(SUFFIX)) {
                throw AssayException.data(
                        "%s is not a readable .npz archive: it holds %s, which is no .npy array"
                                .formatted(file, Quoted.of(member.name())));
            }
            String name = member.name().substring(0, member.name().length() - SUFFIX.length());
            NpyArray array = new NpyArray(where, name, hints, budget, arena);
            if (tensors.put(name, read(array, member, all)) != null) {
                throw AssayException.data(
                        "%s is not a readable .npz archive: it has two arrays named %s"
                                .formatted(file, Quoted.of(name)));
            }
        }
        return tensors;
    }

    private static TensorData read(NpyArray array, ZipMember member, MemorySegment all) {
        ZipContent content = new ZipContent(array.where(), member, all);
        if (!member.deflated()) {
            return array.read(content.stored());
        }
        try (NpyStream stream = new NpyStream(array, member.bytes())) {
            content.inflate(stream);
            return stream.finish();
        } catch (IOException e) {
            throw new AssayException(ErrorKind.DATA, array.where() + ": " + e.getMessage(), e);
        }
    }
}
