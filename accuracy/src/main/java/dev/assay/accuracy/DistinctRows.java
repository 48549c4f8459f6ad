package dev.assay.accuracy;

import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// What an engine made of each input row, without repetitions.
///
/// A row is computed at many places in many batches. An engine that treats them alike gives the
/// same bits each time, and comparing them once is enough; one that does not gives several outputs
/// of a row, and all of them are compared.
final class DistinctRows {
    private final TensorSpec spec;
    private final List<Integer> rows = new ArrayList<>();
    private final List<MemorySegment> outputs = new ArrayList<>();
    private float scale = 1;

    /// @param spec of a batch of outputs, `[B, …]`
    DistinctRows(TensorSpec spec) {
        this.spec = spec;
    }

    /// @param batch outputs of the rows, in order; copied
    void add(TensorData batch, List<Integer> rowsOfBatch, Arena arena) {
        scale = batch.scale();
        for (int i = 0; i < rowsOfBatch.size(); i++) {
            MemorySegment output = batch.row(i).segment();
            if (isNew(rowsOfBatch.get(i), output)) {
                rows.add(rowsOfBatch.get(i));
                outputs.add(arena.allocate(output.byteSize(), 8).copyFrom(output));
            }
        }
    }

    private boolean isNew(int row, MemorySegment output) {
        for (int kept = 0; kept < outputs.size(); kept++) {
            if (rows.get(kept) == row && outputs.get(kept).mismatch(output) < 0) {
                return false;
            }
        }
        return true;
    }

    /// Which input row each output belongs to.
    List<Integer> rows() {
        return List.copyOf(rows);
    }

    /// All outputs in one tensor, `[rows, …]`.
    TensorData tensor(Arena arena) {
        TensorData all =
                TensorData.allocate(
                        new TensorSpec(
                                spec.name(),
                                spec.elementType(),
                                spec.shape().row().withBatch(rows.size())),
                        arena);
        long bytes = outputs.getFirst().byteSize();
        for (int i = 0; i < outputs.size(); i++) {
            MemorySegment.copy(outputs.get(i), 0, all.segment(), i * bytes, bytes);
        }
        return all.withScale(scale);
    }
}
