package dev.assay.core.run;

import dev.assay.core.tensor.Shape;
import java.util.List;

/// What a timed session's last query left in one output, so that a fast wrong engine is found out.
///
/// @param sha256 of the whole tensor
/// @param nonFinite values of the whole tensor that are NaN or infinite
/// @param stride element distance between stored values, starting at element 0
/// @param file the stored values as little-endian float32, relative to the run directory
/// @param rows which rows of the model's inputs were in the query, in batch order
public record OutputDigest(
        String output,
        String elementType,
        Shape shape,
        String sha256,
        long nonFinite,
        long stride,
        String file,
        List<Integer> rows) {
    /// At most this many values of an output are stored.
    public static final int MAX_VALUES = 4096;

    public OutputDigest {
        rows = List.copyOf(rows);
    }

    /// The smallest odd stride that stores at most {@link #MAX_VALUES} values. Odd, so that it does
    /// not walk along a single column of a power-of-two shape.
    public static long stride(long elements) {
        long stride = Math.max(1, Math.ceilDiv(elements, MAX_VALUES));
        return stride % 2 == 0 ? stride + 1 : stride;
    }
}
