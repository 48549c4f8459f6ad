package dev.assay.core.tensor;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.assay.core.AssayException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Extent of each dimension, outermost first, for example `[N, C, H, W]`. A scalar has none.
///
/// {@link #DYNAMIC} stands for an extent that is known only when the engine runs.
public record Shape(@JsonValue List<Long> dims) {
    public static final long DYNAMIC = -1;

    @JsonCreator
    public Shape {
        dims = List.copyOf(dims);
        for (long dim : dims) {
            if (dim < DYNAMIC) {
                throw AssayException.data("Shape " + dims + " has a negative extent");
            }
        }
    }

    public static Shape of(long... dims) {
        List<Long> boxed = new ArrayList<>(dims.length);
        for (long dim : dims) {
            boxed.add(dim);
        }
        return new Shape(boxed);
    }

    /// Parses `3x96x90`.
    ///
    /// @throws AssayException if the text is not positive integers joined by `x`
    public static Shape parse(String text) {
        if (!text.matches("[1-9][0-9]{0,9}(x[1-9][0-9]{0,9})*")) {
            throw AssayException.config(
                    "'"
                            + text
                            + "' is not a shape: write positive sizes joined by x, e.g. 3x96x90");
        }
        List<Long> dims = new ArrayList<>();
        for (String part : text.split("x", -1)) {
            dims.add(Long.parseLong(part));
        }
        return new Shape(dims);
    }

    public int rank() {
        return dims.size();
    }

    public long dim(int axis) {
        return dims.get(axis);
    }

    public boolean isDynamic() {
        return dims.contains(DYNAMIC);
    }

    /// Number of elements.
    ///
    /// @throws AssayException if an extent is dynamic or the product exceeds a long
    public long elements() {
        long product = 1;
        for (long dim : dims) {
            if (dim == DYNAMIC) {
                throw AssayException.data("Shape " + this + " is dynamic: it has no element count");
            }
            try {
                product = Math.multiplyExact(product, dim);
            } catch (ArithmeticException e) {
                throw AssayException.data("Shape " + this + " has more elements than fit a long");
            }
        }
        return product;
    }

    /// `[3, 96, 90]` with batch 4 becomes `[4, 3, 96, 90]`.
    public Shape withBatch(long batch) {
        List<Long> batched = new ArrayList<>(dims.size() + 1);
        batched.add(batch);
        batched.addAll(dims);
        return new Shape(batched);
    }

    /// The shape without its outermost dimension.
    public Shape row() {
        if (dims.isEmpty()) {
            throw AssayException.data("A scalar has no rows");
        }
        return new Shape(dims.subList(1, dims.size()));
    }

    public long[] toArray() {
        return dims.stream().mapToLong(Long::longValue).toArray();
    }

    @Override
    public String toString() {
        return dims.stream()
                .map(dim -> dim == DYNAMIC ? "?" : Long.toString(dim))
                .collect(Collectors.joining("x"));
    }
}
