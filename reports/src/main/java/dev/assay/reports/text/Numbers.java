package dev.assay.reports.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.LongStream;

/// Numbers as people read them, the same in every locale.
public final class Numbers {
    /// What stands where a number does not exist.
    public static final String ABSENT = "–";

    private static final int DIGITS = 3;
    private static final double THOUSAND = 1e3;

    private Numbers() {}

    /// Three significant digits, never fewer than the whole part: `0.0123`, `86.4`, `1234`.
    public static String significant(double value) {
        if (!Double.isFinite(value)) {
            return special(value);
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal exact = BigDecimal.valueOf(value);
        BigDecimal rounded =
                Math.abs(value) >= THOUSAND
                        ? exact.setScale(0, RoundingMode.HALF_EVEN)
                        : exact.round(new MathContext(DIGITS, RoundingMode.HALF_EVEN));
        int missing = DIGITS - rounded.precision();
        return missing > 0
                ? rounded.setScale(rounded.scale() + missing).toPlainString()
                : rounded.toPlainString();
    }

    /// Three significant digits of an error: `1.24e-6`; an exact zero is `0`.
    public static String scientific(double value) {
        if (!Double.isFinite(value)) {
            return special(value);
        }
        if (value == 0) {
            return "0";
        }
        String[] parts = String.format(Locale.ROOT, "%.2e", value).split("e", 2);
        return parts[0] + "e" + Integer.parseInt(parts[1]);
    }

    public static String scientific(OptionalDouble value) {
        return value.isPresent() ? scientific(value.getAsDouble()) : ABSENT;
    }

    /// A limit as a suite states it: `5e-6`.
    public static String limit(double value) {
        return scientific(value).replaceAll("\\.?0+e", "e");
    }

    /// A limit near 1 as a suite states it, without zeros that say nothing: `0.4`.
    public static String plainLimit(double value) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
                : special(value);
    }

    /// A share: `0.05 %`, `4.2 %`, `128 %`.
    public static String percent(double share) {
        if (!Double.isFinite(share)) {
            return special(share);
        }
        double percent = share * 100;
        double size = Math.abs(percent);
        int decimals = size >= 100 ? 0 : size >= 1 ? 1 : 2;
        return fixed(percent, decimals) + " %";
    }

    public static String percent(OptionalDouble share) {
        return share.isPresent() ? percent(share.getAsDouble()) : ABSENT;
    }

    /// A change with its sign: `+4.2 %`, `−0.31 %`.
    public static String change(double share) {
        String text = percent(share);
        return share > 0 ? "+" + text : text;
    }

    /// A factor beside another time: `0.71`, `12.4`.
    public static String ratio(double ratio) {
        return ratio < 10 ? fixed(ratio, 2) : significant(ratio);
    }

    /// A time in its natural unit: `86.4 ms`.
    public static String duration(double seconds) {
        double size = Math.abs(seconds);
        if (size >= 1) {
            return significant(seconds) + " s";
        }
        if (size >= 1e-3) {
            return significant(seconds * 1e3) + " ms";
        }
        if (size >= 1e-6) {
            return significant(seconds * 1e6) + " µs";
        }
        return size == 0 ? "0 s" : significant(seconds * 1e9) + " ns";
    }

    public static String fixed(double value, int decimals) {
        if (!Double.isFinite(value)) {
            return special(value);
        }
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.replace('-', '−');
    }

    /// One of something or several: `1 case`, `3 cases`.
    public static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /// The smallest and the largest of several counts, `24–253`, or the one that all are; 0 of
    /// none.
    public static String range(LongStream values) {
        var statistics = values.summaryStatistics();
        if (statistics.getCount() == 0) {
            return "0";
        }
        return statistics.getMin() == statistics.getMax()
                ? Long.toString(statistics.getMin())
                : statistics.getMin() + "–" + statistics.getMax();
    }

    private static String special(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        return value > 0 ? "∞" : "−∞";
    }
}
