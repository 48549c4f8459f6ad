package dev.assay.core.stats;

import static java.util.Objects.requireNonNull;

import dev.assay.core.AssayException;
import dev.assay.core.stats.block.Selection;
import dev.assay.core.tensor.TensorData;

/// The pairs of an engine's tensor and its reference that a comparison looks at. Nothing is copied:
/// the tensors are read, more than once, when errors are computed.
///
/// @param engine what an engine computed
/// @param reference what it should be, of the same shape
/// @param selection which elements are compared
/// @param firstIndex index of the first element in the reports of a larger whole
public record TensorPairs(
        TensorData engine, TensorData reference, Selection selection, long firstIndex) {

    /// @throws AssayException if the shapes differ: nothing is broadcast
    public TensorPairs {
        requireNonNull(selection, "selection is null");
        if (!engine.shape().equals(reference.shape())) {
            throw AssayException.data(
                    "Output '%s' has shape %s, its reference has %s"
                            .formatted(engine.name(), engine.shape(), reference.shape()));
        }
    }

    /// All pairs.
    public static TensorPairs of(TensorData engine, TensorData reference) {
        return of(engine, reference, new Selection.All());
    }

    /// The pairs of a part of the tensors.
    public static TensorPairs of(TensorData engine, TensorData reference, Selection selection) {
        return new TensorPairs(engine, reference, selection, 0);
    }

    /// The same pairs as a part of a larger whole, whose elements before them are so many.
    public TensorPairs startingAt(long index) {
        return new TensorPairs(engine, reference, selection, index);
    }

    /// Number of elements of each tensor, selected or not.
    public long elements() {
        return engine.elements();
    }

    /// Whether another thread may read the tensors.
    boolean shared() {
        Thread other = Thread.ofPlatform().unstarted(() -> {});
        return engine.segment().isAccessibleBy(other) && reference.segment().isAccessibleBy(other);
    }
}
