package dev.assay.core.stats;

import dev.assay.core.stats.block.BlockReader;
import dev.assay.core.stats.block.Selection;
import dev.assay.core.tensor.ElementType;
import java.util.Optional;

/// Reads the selected pairs of a chunk, a block at a time. Belongs to one thread.
final class PairReader {
    /// Elements of a chunk, selected or not; the last chunk of a tensor may be shorter.
    static final int CHUNK = 16 * ErrorBlock.SIZE;

    private final TensorPairs pairs;
    private final BlockReader engine;
    private final BlockReader reference;
    private final ErrorBlock block;

    PairReader(TensorPairs pairs, ErrorBlock block) {
        this.pairs = pairs;
        this.block = block;
        engine = BlockReader.of(pairs.engine(), ErrorBlock.SIZE);
        reference = BlockReader.of(pairs.reference(), ErrorBlock.SIZE);
    }

    static long chunks(TensorPairs pairs) {
        return (pairs.elements() + CHUNK - 1) / CHUNK;
    }

    /// The type in whose last places distances are counted.
    Optional<ElementType> placeType() {
        ElementType type = pairs.engine().spec().elementType();
        return BlockReader.havePlaces(pairs.engine(), pairs.reference())
                ? Optional.of(type)
                : Optional.empty();
    }

    /// Fills the block again and again.
    ///
    /// @param whenFull called after each filling
    /// @return whether anything of the chunk is selected
    boolean read(long chunk, Runnable whenFull) {
        Selection selection = pairs.selection();
        long end = Math.min((chunk + 1) * CHUNK, pairs.elements());
        long index = selection.start(chunk * CHUNK);
        boolean any = index < end;
        block.count = 0;
        while (index < end) {
            long runEnd = Math.min(selection.end(index), end);
            while (index < runEnd) {
                int run = (int) Math.min(runEnd - index, ErrorBlock.SIZE - block.count);
                append(index, run);
                index += run;
                if (block.count == ErrorBlock.SIZE) {
                    whenFull.run();
                    block.count = 0;
                }
            }
            index = selection.start(index);
        }
        if (block.count > 0) {
            whenFull.run();
            block.count = 0;
        }
        return any;
    }

    private void append(long index, int run) {
        engine.read(index, run, block.engine, block.enginePlaces, block.count);
        reference.read(index, run, block.reference, block.referencePlaces, block.count);
        block.count += run;
    }

    /// Looks at every element of a chunk for the worst.
    void findWorst(long chunk, WorstElements worst) {
        Selection selection = pairs.selection();
        long end = Math.min((chunk + 1) * CHUNK, pairs.elements());
        long index = selection.start(chunk * CHUNK);
        while (index < end) {
            int run = (int) Math.min(ErrorBlock.SIZE, Math.min(selection.end(index), end) - index);
            block.count = 0;
            append(index, run);
            for (int i = 0; i < run; i++) {
                double a = block.engine[i];
                double b = block.reference[i];
                long place = pairs.firstIndex() + index + i;
                if (Double.isFinite(a)
                        && Double.isFinite(b)
                        && worst.wants(Math.abs(a - b), place)) {
                    worst.add(new WorstElement(place, a, b));
                }
            }
            index = selection.start(index + run);
        }
        block.count = 0;
    }

    long firstIndex(long chunk) {
        return pairs.firstIndex() + chunk * CHUNK;
    }
}
