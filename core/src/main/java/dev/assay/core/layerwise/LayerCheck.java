package dev.assay.core.layerwise;

import dev.assay.core.stats.ErrorCalculator;
import dev.assay.core.stats.TensorPairs;
import dev.assay.core.tensor.TensorData;
import java.util.Locale;

/// One layer's output against its reference.
///
/// @param layer name of the tensor
/// @param relativeL2 `||a-b|| / ||b||`; NaN where nothing could be compared, infinite where the
///   reference is 0 and the layer's output is not
/// @param detail for people, empty where all is well
public record LayerCheck(String layer, State state, double relativeL2, String detail) {
    /// What a comparison found.
    public enum State {
        AGREES,
        DIVERGES,
        NOT_FINITE,
        OTHER_SHAPE,
        /// The engine has no such layer: it computes the same with others, or lacks it.
        ABSENT;

        /// Whether the layer, or one that was not compared before it, is wrong.
        public boolean isWrong() {
            return this != AGREES && this != ABSENT;
        }
    }

    /// Compares a whole tensor.
    ///
    /// @param limit of the relative L2 error
    static LayerCheck of(String layer, TensorData ours, TensorData reference, double limit) {
        if (!ours.shape().equals(reference.shape())) {
            return new LayerCheck(
                    layer,
                    State.OTHER_SHAPE,
                    Double.NaN,
                    "is %s, the reference is %s".formatted(ours.shape(), reference.shape()));
        }
        long nonFinite = ours.nonFinite();
        if (nonFinite > reference.nonFinite()) {
            return new LayerCheck(
                    layer,
                    State.NOT_FINITE,
                    Double.NaN,
                    "has %d values that are not finite".formatted(nonFinite));
        }
        double error = relativeL2(ours, reference);
        return error <= limit
                ? new LayerCheck(layer, State.AGREES, error, "")
                : new LayerCheck(
                        layer,
                        State.DIVERGES,
                        error,
                        String.format(
                                Locale.ROOT, "has relL2 %.3g where %.3g is allowed", error, limit));
    }

    static LayerCheck absent(String layer) {
        return new LayerCheck(layer, State.ABSENT, Double.NaN, "");
    }

    static double relativeL2(TensorData ours, TensorData reference) {
        return ErrorCalculator.calculate(TensorPairs.of(ours, reference))
                .relativeL2()
                .orElseGet(() ->
                        ours.summary().getMax() == 0 && ours.summary().getMin() == 0
                                ? 0
                                : Double.POSITIVE_INFINITY);
    }
}
