package dev.assay.core.stats.exact;

import java.math.BigInteger;

/// Adds doubles without rounding: the result is the double nearest to the true sum, so it depends
/// neither on the order of the summands nor on how partial sums are merged.
///
/// A fixed-point number that spans the whole range of double, as in U. Kulisch, Computer Arithmetic
/// and Validity (2008): digits of 32 bits in longs, whose upper halves take up carries until they
/// are passed on.
public final class ExactSum {
    private static final int DIGIT_BITS = 32;
    private static final long DIGIT_MASK = 0xFFFF_FFFFL;
    private static final int MANTISSA_BITS = 52;
    private static final int SMALLEST_EXPONENT = -1074;

    /// 2^-1074 to 2^1024, and 63 bits more for as many summands as a long can count.
    private static final int DIGITS = 68;

    /// A summand adds less than 2^33 to a digit.
    private static final int ADDITIONS_BEFORE_CARRY = 1 << 29;

    private final long[] digits = new long[DIGITS];
    private int additions;
    private boolean finite = true;
    private double nonFinite;

    public void add(double value) {
        if (!Double.isFinite(value)) {
            finite = false;
            nonFinite += value;
            return;
        }
        long bits = Double.doubleToRawLongBits(value);
        int exponent = (int) (bits >>> MANTISSA_BITS) & 0x7FF;
        long fraction = bits & ((1L << MANTISSA_BITS) - 1);
        long mantissa = exponent == 0 ? fraction : fraction | 1L << MANTISSA_BITS;
        int shift = Math.max(exponent, 1) - 1;
        int digit = shift / DIGIT_BITS;
        int offset = shift % DIGIT_BITS;
        long low = (mantissa & DIGIT_MASK) << offset;
        long high = (mantissa >>> DIGIT_BITS) << offset;
        long sign = bits < 0 ? -1 : 1;
        digits[digit] += sign * (low & DIGIT_MASK);
        digits[digit + 1] += sign * ((low >>> DIGIT_BITS) + (high & DIGIT_MASK));
        digits[digit + 2] += sign * (high >>> DIGIT_BITS);
        if (++additions == ADDITIONS_BEFORE_CARRY) {
            carry();
        }
    }

    /// Adds all that the other sum holds.
    public void merge(ExactSum other) {
        carry();
        other.carry();
        for (int i = 0; i < DIGITS; i++) {
            digits[i] += other.digits[i];
        }
        additions = 1;
        finite &= other.finite;
        nonFinite += other.nonFinite;
    }

    /// The sum, rounded once; infinite or NaN as IEEE 754 adds them if a summand was not finite.
    public double value() {
        if (!finite) {
            return nonFinite;
        }
        carry();
        BigInteger sum = BigInteger.ZERO;
        for (int i = DIGITS - 1; i >= 0; i--) {
            sum = sum.shiftLeft(DIGIT_BITS).add(BigInteger.valueOf(digits[i]));
        }
        BigInteger magnitude = sum.abs();
        // 62 bits and one that says whether any was cut off: enough to round once and rightly.
        int cut = Math.max(0, magnitude.bitLength() - 62);
        long leading = magnitude.shiftRight(cut).longValueExact();
        if (cut > 0 && magnitude.getLowestSetBit() < cut) {
            leading |= 1;
        }
        return sum.signum() * Math.scalb((double) leading, cut + SMALLEST_EXPONENT);
    }

    private void carry() {
        for (int i = 0; i < DIGITS - 1; i++) {
            digits[i + 1] += digits[i] >> DIGIT_BITS;
            digits[i] &= DIGIT_MASK;
        }
        additions = 0;
    }
}
