package dev.assay.core.tensor;

/// Decodes the two 8-bit floating-point formats of the OCP 8-bit Floating Point Specification 1.0.
final class Float8 {
    private Float8() {}

    /// E4M3FN: 4 exponent bits with bias 7, no infinity, NaN only at `S.1111.111`.
    static float e4m3(byte bits) {
        int exponent = (bits >> 3) & 0xF;
        int mantissa = bits & 0x7;
        if (exponent == 0xF && mantissa == 0x7) {
            return Float.NaN;
        }
        float magnitude =
                exponent == 0 ? mantissa * 0x1p-9f : Math.scalb(1f + mantissa / 8f, exponent - 7);
        return bits < 0 ? -magnitude : magnitude;
    }

    /// E5M2: the upper byte of an IEEE 754 half.
    static float e5m2(byte bits) {
        return Float.float16ToFloat((short) (bits << 8));
    }
}
