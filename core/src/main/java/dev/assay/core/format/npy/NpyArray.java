package dev.assay.core.format.npy;

import static java.util.Objects.requireNonNull;

import dev.assay.core.format.storage.MemoryBudget;
import dev.assay.core.format.storage.TensorHints;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// What an array is to become: where it is, what it is called, whose memory it takes.
///
/// @param where names the file and the place in it in messages
/// @param name of the tensor
public record NpyArray(
        String where, String name, TensorHints hints, MemoryBudget budget, Arena arena) {
    public NpyArray {
        requireNonNull(where, "where is null");
        requireNonNull(name, "name is null");
        requireNonNull(hints, "hints is null");
        requireNonNull(budget, "budget is null");
        requireNonNull(arena, "arena is null");
    }

    /// Reads an array that is in memory or mapped as a whole, without a copy where its order is C's
    /// and little-endian.
    public TensorData read(MemorySegment all) {
        NpyHeader header = NpyHeader.parse(where, all);
        MemorySegment data = all.asSlice(header.bytes());
        if (data.byteSize() != header.dataBytes(where)) {
            throw header.wrongSize(where, Long.toString(data.byteSize()));
        }
        return tensor(header, data);
    }

    /// @param data all elements, as the header describes them
    TensorData tensor(NpyHeader header, MemorySegment data) {
        TensorSpec spec =
                new TensorSpec(name, header.type().resolve(where, name, hints), header.shape());
        if (header.isPlain()) {
            return new TensorData(spec, data);
        }
        MemorySegment ordered = budget.allocate(where, data.byteSize(), arena);
        RowMajor.copy(header, data, ordered);
        return new TensorData(spec, ordered);
    }
}
