package dev.assay.core.stats.exact;

/// Sorts non-negative doubles into {@link #COUNT} intervals by their leading bits.
///
/// The key of a value is the upper 17 bits of the float nearest to it: sign, exponent and 8 bits of
/// mantissa, so an interval spans at most 0.4 % of its values. Rounding never changes the order of
/// two values, so the keys of a sorted sequence are sorted. Doubles beyond the range of float share
/// the first or the last interval.
final class Keys {
    static final int COUNT = 1 << 16;
    private static final int DROPPED_BITS = 15;
    private static final int LAST =
            Float.floatToRawIntBits(Float.POSITIVE_INFINITY) >>> DROPPED_BITS;

    private Keys() {}

    static int of(double value) {
        return ofRounded((float) value);
    }

    /// @param rounded the float nearest to the value
    static int ofRounded(float rounded) {
        return Float.floatToRawIntBits(rounded) >>> DROPPED_BITS;
    }

    /// Bits of the smallest double of an interval.
    static long lowest(int key) {
        if (key == 0) {
            return 0;
        }
        // Halfway below the interval's first float: its last bit is 0, so the tie rounds to it.
        float before = Float.intBitsToFloat((key << DROPPED_BITS) - 1);
        return Double.doubleToRawLongBits((double) before + Math.ulp(before) / 2.0);
    }

    /// Bits of the largest double of an interval.
    static long highest(int key) {
        return key >= LAST
                ? Double.doubleToRawLongBits(Double.POSITIVE_INFINITY)
                : lowest(key + 1) - 1;
    }
}
