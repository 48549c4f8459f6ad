package dev.assay.core.format.npy;

import dev.assay.core.tensor.TensorData;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;

/// Takes the bytes of an array as they come and keeps its elements off the heap.
///
/// Memory is taken only after the header has been read and found to fit what can follow.
public final class NpyStream extends OutputStream {
    private final NpyArray array;
    private final long atMost;
    private byte[] head = new byte[NpyHeader.PREFIX];
    private int headFilled;
    private Optional<NpyHeader> header = Optional.empty();
    private MemorySegment data = MemorySegment.NULL;
    private long filled;

    /// @param atMost how many bytes can come, the header included
    public NpyStream(NpyArray array, long atMost) {
        this.array = array;
        this.atMost = atMost;
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int taken = 0;
        while (header.isEmpty() && taken < length) {
            int count = Math.min(head.length - headFilled, length - taken);
            System.arraycopy(bytes, offset + taken, head, headFilled, count);
            headFilled += count;
            taken += count;
            if (headFilled == head.length) {
                readHeader();
            }
        }
        if (taken < length) {
            append(bytes, offset + taken, length - taken);
        }
    }

    private void readHeader() {
        int size = NpyHeader.size(array.where(), MemorySegment.ofArray(head));
        if (size > head.length) {
            head = Arrays.copyOf(head, size);
            return;
        }
        NpyHeader read = NpyHeader.parse(array.where(), MemorySegment.ofArray(head));
        long bytes = read.dataBytes(array.where());
        if (bytes > atMost - head.length) {
            throw read.wrongSize(array.where(), "at most " + Math.max(0, atMost - head.length));
        }
        data = array.budget().allocate(array.where(), bytes, array.arena());
        header = Optional.of(read);
    }

    private void append(byte[] bytes, int offset, int length) {
        if (length > data.byteSize() - filled) {
            throw header.orElseThrow().wrongSize(array.where(), "at least " + (filled + length));
        }
        MemorySegment.copy(MemorySegment.ofArray(bytes), offset, data, filled, length);
        filled += length;
    }

    /// The tensor, once all bytes have come.
    public TensorData finish() {
        if (header.isEmpty()) {
            // Too few bytes: says where they end.
            NpyHeader.parse(array.where(), MemorySegment.ofArray(head).asSlice(0, headFilled));
            throw NpyHeader.damaged(array.where(), "the header ends at byte " + headFilled);
        }
        if (filled != data.byteSize()) {
            throw header.get().wrongSize(array.where(), Long.toString(filled));
        }
        return array.tensor(header.get(), data);
    }

    @Override
    public void close() {
        // The arena owns the memory.
    }
}
