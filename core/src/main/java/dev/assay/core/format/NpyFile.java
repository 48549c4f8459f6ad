package dev.assay.core.format;

import dev.assay.core.AssayException;
import dev.assay.core.format.npy.NpyArray;
import dev.assay.core.format.storage.MemoryBudget;
import dev.assay.core.format.storage.TensorHints;
import dev.assay.core.tensor.TensorData;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// NumPy's `.npy`: a magic string, a Python dict literal as header, raw elements.
///
/// Format: <https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>. Arrays in C
/// order and little-endian are mapped; Fortran's order and big-endian ones are copied. Pickled
/// objects are refused.
public final class NpyFile {
    private NpyFile() {}

    public static TensorData read(Path file, Arena arena) {
        return read(file, TensorHints.NONE, arena);
    }

    /// Maps the file's one array as a tensor named `tensor`.
    ///
    /// @throws AssayException if the file is damaged or of a type that no {@link
    ///   dev.assay.core.tensor.ElementType} is
    public static TensorData read(Path file, TensorHints hints, Arena arena) {
        MemorySegment all = MappedFile.map(file, arena);
        // A copy is no larger than the file, whose size is no lie.
        MemoryBudget budget = new MemoryBudget(all.byteSize());
        return new NpyArray(file.toString(), "tensor", hints, budget, arena).read(all);
    }
}
