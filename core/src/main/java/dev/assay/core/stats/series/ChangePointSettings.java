package dev.assay.core.stats.series;

import dev.assay.core.AssayException;

/// What counts as a change point.
///
/// @param window values that are looked at together, at least 2; windows overlap by half
/// @param largestP points with a larger p are dropped, in (0, 1]
/// @param smallestMagnitude points with a smaller relative change are dropped, not negative
public record ChangePointSettings(int window, double largestP, double smallestMagnitude) {
    /// Tuned to raise no alarm in noise: Otava's own p of 1e-3 without a magnitude finds a change
    /// in one of eight flat series with heavy tails.
    public static final ChangePointSettings DEFAULTS = new ChangePointSettings(50, 1e-4, 0.02);

    public ChangePointSettings {
        if (window < 2) {
            throw AssayException.config(
                    "A window of %s values has no two levels: take 2 or more".formatted(window));
        }
        if (!(largestP > 0 && largestP <= 1)) {
            throw AssayException.config("p lies above 0 and at most at 1, not " + largestP);
        }
        if (!(smallestMagnitude >= 0 && smallestMagnitude < Double.POSITIVE_INFINITY)) {
            throw AssayException.config(
                    "A magnitude is a share such as 0.02, not " + smallestMagnitude);
        }
    }

    /// The looser p at which points are found first, before neighbours are known.
    double firstPassP() {
        if (largestP < 0.05) {
            return largestP * 10;
        }
        return largestP < 0.5 ? largestP * 2 : largestP;
    }
}
