package dev.assay.accuracy.coco.mask;

import java.util.Arrays;

/// COCO's text form of run lengths: six bits a character from `0` to `o`, five of them payload, one
/// "more follows"; from the fourth run on the difference to the run two before.
final class CompressedRuns {
    private static final int FIRST = '0';
    private static final int MORE = 0x20;
    private static final int SIGN = 0x10;
    private static final int PAYLOAD = 0x1f;

    private CompressedRuns() {}

    /// @throws IllegalArgumentException if the text is not of this form
    static RunLengths parse(int height, int width, String text) {
        int[] counts = new int[text.length()];
        int runs = 0;
        int at = 0;
        while (at < text.length()) {
            long value = 0;
            int shift = 0;
            int bits;
            do {
                if (at == text.length()) {
                    throw new IllegalArgumentException("its counts end within a number");
                }
                bits = text.charAt(at) - FIRST;
                if (bits < 0 || bits >= 2 * MORE) {
                    throw new IllegalArgumentException(
                            "its counts have a character beyond '0' to 'o' at " + at);
                }
                // Shifts of int, as in rleFrString: large values lose the same bits.
                value |= (bits & PAYLOAD) << shift;
                shift += 5;
                at++;
            } while ((bits & MORE) != 0);
            if ((bits & SIGN) != 0) {
                value |= -1 << shift;
            }
            if (runs > 2) {
                value += Integer.toUnsignedLong(counts[runs - 2]);
            }
            counts[runs++] = (int) value;
        }
        return RunLengths.of(height, width, Arrays.copyOf(counts, runs));
    }
}
