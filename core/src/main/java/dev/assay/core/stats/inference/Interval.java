package dev.assay.core.stats.inference;

import dev.assay.core.AssayException;
import java.util.function.DoubleUnaryOperator;

/// An interval for an estimate, both ends belonging to it.
///
/// @param confidence that the interval holds the truth, in (0, 1)
public record Interval(double low, double high, double confidence) {
    public Interval {
        if (!(low <= high)) {
            throw AssayException.data("An interval cannot reach from " + low + " to " + high);
        }
        Samples.requireProbability(confidence, "a confidence");
    }

    /// Whether the whole interval lies strictly between two bounds.
    public boolean inside(double lower, double upper) {
        return low > lower && high < upper;
    }

    /// The interval on another scale.
    ///
    /// @param increasing for example `Math::expm1`, from logarithms to relative changes
    public Interval map(DoubleUnaryOperator increasing) {
        return new Interval(
                increasing.applyAsDouble(low), increasing.applyAsDouble(high), confidence);
    }
}
