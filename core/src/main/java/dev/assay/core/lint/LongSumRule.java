package dev.assay.core.lint;

import dev.assay.core.breakdown.Breakdown;
import dev.assay.core.breakdown.LayerCost;
import dev.assay.core.layers.WorkCounter;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.OptionalLong;

/// Matrix products with few outputs, each a sum over very many elements.
///
/// A block of threads computes a tile of the outputs, so that few outputs keep few of the GPU's
/// multiprocessors busy however long their sums are, unless the kernel splits the sums.
final class LongSumRule {
    private static final long LONG = 4096;

    /// Outputs of a block, 64 × 64, and how many blocks leave half of a large GPU idle.
    private static final long TILE = 64L * 64;

    private static final long FEW_TILES = 64;

    /// A kernel that splits the sums comes nearer than this to the speed of light.
    private static final double SLOW = 0.25;

    private LongSumRule() {}

    static Optional<Finding> find(Breakdown engine) {
        List<LayerCost> found = engine.layers().stream().filter(LongSumRule::narrow).toList();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        LongSummaryStatistics lengths =
                found.stream()
                        .flatMapToLong(it -> WorkCounter.sumLength(it.layer()).stream())
                        .summaryStatistics();
        return Optional.of(
                Lints.finding(
                        "long-sums",
                        "%d matrix products add up %s elements for each of few outputs: few blocks share the work"
                                .formatted(
                                        found.size(),
                                        lengths.getMin() == lengths.getMax()
                                                ? lengths.getMin()
                                                : lengths.getMin() + " to " + lengths.getMax()),
                        "Cut the long extent into parts, multiply these as a batch and add the results up in FP32: more blocks run at once, and no 16-bit sum grows long",
                        found));
    }

    private static boolean narrow(LayerCost cost) {
        OptionalLong length = WorkCounter.sumLength(cost.layer());
        if (length.isEmpty() || length.getAsLong() < LONG || cost.work().flop().isEmpty()) {
            return false;
        }
        double outputs = cost.work().flop().getAsDouble() / 2 / length.getAsLong();
        return outputs < FEW_TILES * TILE && cost.lightShare().orElse(0) < SLOW;
    }
}
