package dev.assay.core.stats;

import dev.assay.core.stats.exact.QuantileSearch;
import dev.assay.core.stats.exact.Tally;
import dev.assay.core.tensor.ElementType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one {@link ErrorRound} finds in some of the pairs. Belongs to one thread.
///
/// Accumulators of the same round merge in any order and grouping to the same bits: counts, maxima
/// and worst elements are exact, and sums are rounded only within *chunks* of 8,192 elements of one
/// tensor. So the errors of whole tensors may be accumulated in any shards. A single tensor may be
/// cut where a chunk ends (a multiple of 8,192 elements, everything selected); cut elsewhere, sums
/// (mean, L2, RMSE, SQNR, cosine) may differ in the last bits, and nothing else does.
public final class ErrorAccumulator {
    private final ErrorRound round;
    private final Moments moments;
    private final Map<ErrorStream, Tally> tallies = new EnumMap<>(ErrorStream.class);
    private final Map<ErrorStream, Lanes> lanes = new EnumMap<>(ErrorStream.class);
    private final ErrorBlock block = new ErrorBlock();
    private final BlockErrors errors = new BlockErrors();
    private final double[] nonzeroDifference = new double[ErrorBlock.SIZE];
    private final double[] nonzeroReference = new double[ErrorBlock.SIZE];
    private final double[] zeroErrors = new double[ErrorBlock.SIZE];

    ErrorAccumulator(ErrorRound round) {
        this.round = round;
        moments = new Moments(round.tolerances());
        for (ErrorStream stream : ErrorStream.values()) {
            List<QuantileSearch> searches = round.searches(stream);
            tallies.put(stream, new Tally(searches, ErrorBlock.SIZE));
            lanes.put(stream, new Lanes());
        }
    }

    /// Adds all pairs of two tensors.
    public void add(TensorPairs pairs) {
        PairReader reader = reader(pairs);
        long chunks = PairReader.chunks(pairs);
        for (long chunk = 0; chunk < chunks; chunk++) {
            add(reader, chunk);
        }
    }

    /// Adds what another accumulator of the same round has found, which is then used up.
    public void merge(ErrorAccumulator other) {
        if (other.round != round) {
            throw new IllegalArgumentException("Accumulators of different rounds do not merge");
        }
        moments.merge(other.moments);
        other.tallies.forEach((stream, tally) -> tally(stream).merge(tally));
    }

    PairReader reader(TensorPairs pairs) {
        return new PairReader(pairs, block);
    }

    void add(PairReader reader, long chunk) {
        Optional<ElementType> placeType = reader.placeType();
        boolean any = reader.read(chunk, () -> addBlock(placeType));
        if (any && round.isFirst()) {
            double largest = moments.closeChunk(lanes);
            if (moments.worst.wants(largest, reader.firstIndex(chunk))) {
                reader.findWorst(chunk, moments.worst);
            }
        }
    }

    Moments moments() {
        return moments;
    }

    Tally tally(ErrorStream stream) {
        return Optional.ofNullable(tallies.get(stream)).orElseThrow();
    }

    private void addBlock(Optional<ElementType> placeType) {
        block.inspect(moments.counts);
        if (round.isFirst()) {
            moments.add(block, placeType);
        }
        int count = block.count;
        if (wants(ErrorStream.ABSOLUTE)) {
            errors.of(block.difference, count, lanes(ErrorStream.ABSOLUTE));
            tally(ErrorStream.ABSOLUTE, count);
        }
        if (wants(ErrorStream.SEED000)) {
            addQuotients(ErrorStream.SEED000, RelativeRule.SEED000_ADDED);
        }
        if (wants(ErrorStream.SEED002)) {
            addQuotients(ErrorStream.SEED002, RelativeRule.SEED002_ADDED);
        }
        if (wants(ErrorStream.SYMMETRIC)) {
            errors.symmetric(block, lanes(ErrorStream.SYMMETRIC));
            tally(ErrorStream.SYMMETRIC, count);
        }
        if (wants(ErrorStream.ULP) && placeType.isPresent()) {
            boolean wide = placeType.get() == ElementType.FLOAT64;
            errors.distances(block, wide, lanes(ErrorStream.ULP));
            tally(ErrorStream.ULP, count);
        }
        if (wants(ErrorStream.RATIO) || wants(ErrorStream.ZERO_REFERENCE)) {
            addRatios();
        }
        if (round.isFirst()) {
            moments.mismatches.add(block, errors.values);
        }
    }

    private void addRatios() {
        if (!block.zeroReferences) {
            addQuotients(ErrorStream.RATIO, 0);
            return;
        }
        int nonzero = 0;
        int zero = 0;
        for (int i = 0; i < block.count; i++) {
            if (block.reference[i] == 0) {
                zeroErrors[zero++] = RelativeRule.POLYGRAPHY.error(block.engine[i], 0);
                moments.counts.zeroReferenceMismatches += block.difference[i] == 0 ? 0 : 1;
            } else {
                nonzeroDifference[nonzero] = block.difference[i];
                nonzeroReference[nonzero++] = block.reference[i];
            }
        }
        moments.counts.zeroReference += zero;
        errors.quotients(nonzeroDifference, nonzeroReference, 0, nonzero, lanes(ErrorStream.RATIO));
        tally(ErrorStream.RATIO, nonzero);
        errors.of(zeroErrors, zero, lanes(ErrorStream.ZERO_REFERENCE));
        tally(ErrorStream.ZERO_REFERENCE, zero);
    }

    private void addQuotients(ErrorStream stream, double added) {
        errors.quotients(block.difference, block.reference, added, block.count, lanes(stream));
        tally(stream, block.count);
    }

    private void tally(ErrorStream stream, int count) {
        tally(stream).add(errors.values, errors.rounded, count);
    }

    private boolean wants(ErrorStream stream) {
        return round.isFirst() || tally(stream).wantsValues();
    }

    private Lanes lanes(ErrorStream stream) {
        return Optional.ofNullable(lanes.get(stream)).orElseThrow();
    }
}
