package dev.assay.core.stats;

import dev.assay.core.stats.exact.ExactSum;
import dev.assay.core.tensor.ElementType;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What one reading tells of the errors, all but the quantiles. Belongs to one thread.
///
/// Chunks are added exactly, so that moments merge in any order to the same bits.
final class Moments {
    final PairCounts counts = new PairCounts();
    final WorstElements worst = new WorstElements();
    final Mismatches mismatches;
    final ExactSum squaredError = new ExactSum();
    final ExactSum squaredEngine = new ExactSum();
    final ExactSum squaredReference = new ExactSum();
    final ExactSum product = new ExactSum();

    private final Map<ErrorStream, ExactSum> sums = new EnumMap<>(ErrorStream.class);
    private final Map<ErrorStream, Double> maxima = new EnumMap<>(ErrorStream.class);
    private final Set<ElementType> placeTypes = EnumSet.noneOf(ElementType.class);
    private long placed;

    private final double[] unequal = new double[ErrorBlock.SIZE];
    private final double[] stripe = new double[ErrorBlock.SIZE / 8];
    private final double[] squaredErrors = new double[ErrorBlock.SIZE];
    private final double[] squaredEngines = new double[ErrorBlock.SIZE];
    private final double[] squaredReferences = new double[ErrorBlock.SIZE];
    private final double[] products = new double[ErrorBlock.SIZE];

    Moments(List<MismatchTolerance> tolerances) {
        mismatches = new Mismatches(tolerances);
        for (ErrorStream stream : ErrorStream.values()) {
            sums.put(stream, new ExactSum());
            maxima.put(stream, 0.0);
        }
    }

    void add(ErrorBlock block, Optional<ElementType> placeType) {
        if (placeType.isPresent() && block.count > 0) {
            placeTypes.add(placeType.get());
            placed += block.count;
        }
        counts.equal += block.count;
        countPositive(block.difference, unequal, block.count);
        square(block.difference, block.difference, squaredErrors, block.count);
        square(block.engine, block.engine, squaredEngines, block.count);
        square(block.reference, block.reference, squaredReferences, block.count);
        square(block.engine, block.reference, products, block.count);
    }

    private static void countPositive(double[] values, double[] lanes, int count) {
        for (int i = 0; i < count; i++) {
            lanes[i] += Math.signum(values[i]);
        }
    }

    private static void square(double[] a, double[] b, double[] lanes, int count) {
        for (int i = 0; i < count; i++) {
            lanes[i] += a[i] * b[i];
        }
    }

    /// @return the largest absolute error of the chunk
    double closeChunk(Map<ErrorStream, Lanes> lanes) {
        double largest = 0;
        for (Map.Entry<ErrorStream, Lanes> entry : lanes.entrySet()) {
            ErrorStream stream = entry.getKey();
            double maximum = entry.getValue().takeMaximum();
            sum(stream).add(entry.getValue().takeSum());
            maxima.merge(stream, maximum, Math::max);
            if (stream == ErrorStream.ABSOLUTE) {
                largest = maximum;
            }
        }
        squaredError.add(take(squaredErrors));
        squaredEngine.add(take(squaredEngines));
        squaredReference.add(take(squaredReferences));
        product.add(take(products));
        counts.equal -= (long) take(unequal);
        mismatches.closeChunk();
        return largest;
    }

    private double take(double[] lanes) {
        double sum = Lanes.sum(lanes, stripe);
        Arrays.fill(lanes, 0);
        return sum;
    }

    void merge(Moments other) {
        counts.merge(other.counts);
        worst.merge(other.worst);
        mismatches.merge(other.mismatches);
        squaredError.merge(other.squaredError);
        squaredEngine.merge(other.squaredEngine);
        squaredReference.merge(other.squaredReference);
        product.merge(other.product);
        other.sums.forEach((stream, sum) -> sum(stream).merge(sum));
        other.maxima.forEach((stream, maximum) -> maxima.merge(stream, maximum, Math::max));
        placeTypes.addAll(other.placeTypes);
        placed += other.placed;
    }

    /// Whether all finite pairs are of one floating-point type on both sides.
    boolean havePlaces() {
        return placed == counts.finite && placeTypes.size() == 1;
    }

    double sum(ErrorQuantity quantity) {
        ExactSum sum = new ExactSum();
        quantity.streams().forEach(stream -> sum.merge(sum(stream)));
        return sum.value();
    }

    double maximum(ErrorQuantity quantity) {
        return quantity.streams().stream()
                .mapToDouble(stream -> maxima.getOrDefault(stream, 0.0))
                .max()
                .orElseThrow();
    }

    /// How many values a quantity has.
    long count(ErrorQuantity quantity) {
        return quantity == ErrorQuantity.NONZERO
                ? counts.finite - counts.zeroReference
                : counts.finite;
    }

    private ExactSum sum(ErrorStream stream) {
        return Optional.ofNullable(sums.get(stream)).orElseThrow();
    }
}
