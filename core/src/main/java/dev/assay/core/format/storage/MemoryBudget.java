package dev.assay.core.format.storage;

import dev.assay.core.AssayException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// How much memory the arrays of one file may still take. Only what cannot be mapped counts:
/// compressed arrays, arrays as text, and those that have to be put into another order.
public final class MemoryBudget {
    /// For a file: enough for real outputs, and a bound for an archive of many small bombs.
    public static final long USUAL_BYTES = 4L << 30;

    private static final int ALIGNMENT = 64;

    private long left;

    public MemoryBudget(long bytes) {
        this.left = bytes;
    }

    /// @param where names the array in messages
    /// @throws AssayException if the limit is passed or the machine has no such memory
    public MemorySegment allocate(String where, long bytes, Arena arena) {
        if (bytes > left) {
            throw AssayException.data(
                    "%s: the array needs %s bytes of memory, of this file's limit %s are left: %s"
                            .formatted(where, bytes, left, advice()));
        }
        left -= bytes;
        try {
            return arena.allocate(bytes, ALIGNMENT);
        } catch (OutOfMemoryError e) {
            throw AssayException.environment(
                    "%s: the machine has no memory for an array of %s bytes: %s"
                            .formatted(where, bytes, advice()),
                    e);
        }
    }

    private static String advice() {
        return "save it in C order and little-endian as .npy, .safetensors or with numpy.savez:"
                + " those are mapped, at any size";
    }
}
