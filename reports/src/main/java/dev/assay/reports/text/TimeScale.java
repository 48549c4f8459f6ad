package dev.assay.reports.text;

import java.util.Collection;

/// One unit and one number of decimals for a whole table, so that its columns can be compared by
/// eye.
///
/// Times that span more than four decades have no such unit: each is then shown in its own.
///
/// @param unit for the column's heading; empty where every cell names its own
/// @param perSecond how many units a second has
/// @param decimals enough for three significant digits of the shortest time
public record TimeScale(String unit, double perSecond, int decimals) {
    private static final double WIDEST = 1e4;
    private static final int MAX_DECIMALS = 4;

    /// @param seconds what the table will show; times of zero are ignored
    public static TimeScale of(Collection<Double> seconds) {
        double min = seconds.stream().filter(it -> it > 0).min(Double::compare).orElse(1.0);
        double max = seconds.stream().max(Double::compare).orElse(1.0);
        if (max / min > WIDEST) {
            return new TimeScale("", 1, 0);
        }
        if (min >= 1) {
            return scale("s", 1, min);
        }
        return min >= 1e-4 ? scale("ms", 1e3, min) : scale("µs", 1e6, min);
    }

    private static TimeScale scale(String unit, double perSecond, double min) {
        int wholeDigits = (int) Math.floor(Math.log10(min * perSecond));
        return new TimeScale(unit, perSecond, Math.clamp(2L - wholeDigits, 0, MAX_DECIMALS));
    }

    /// The same unit with two more digits, for times that hardly differ.
    public TimeScale finer() {
        return new TimeScale(unit, perSecond, decimals + 2);
    }

    /// A time in the table's unit.
    public String format(double seconds) {
        return unit.isEmpty()
                ? Numbers.duration(seconds)
                : Numbers.fixed(seconds * perSecond, decimals);
    }

    /// A column heading: `Median, ms`.
    public String heading(String name) {
        return unit.isEmpty() ? name : name + ", " + unit;
    }
}
