package dev.assay.core.stats.series;

/// Where the level of a series changes.
///
/// The means are of the stretches between neighbouring change points, as Otava reports them: where
/// a weak point to the right was dropped late, `meanAfter` is that of the stretch before it was.
///
/// @param index of the first value of the new level, from 0
/// @param pValue of Student's t test of the two stretches, as {@link ChangePoints} defines it
public record ChangePoint(int index, double pValue, double meanBefore, double meanAfter) {

    /// The larger of the relative changes forwards and backwards; a mean of 0 has none.
    double magnitude() {
        return Math.max(relative(meanBefore, meanAfter), relative(meanAfter, meanBefore));
    }

    private static double relative(double from, double to) {
        return from == 0 ? 0 : Math.abs(to / from - 1);
    }
}
