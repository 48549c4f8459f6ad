package dev.assay.accuracy.image;

/// The colours of error maps: from dark blue to yellow, ever lighter, so that they read in grey and
/// by colour-blind eyes (after Viridis of S. van der Walt and N. Smith, matplotlib, 2015).
final class ErrorColors {
    /// Colours from the smallest to the largest error.
    static final int STEPS = 255;

    /// The palette's last entry, for errors that are not finite.
    static final int NOT_FINITE = STEPS;

    private static final int[] ANCHORS = {
        0x440154, 0x482878, 0x3E4989, 0x31688E, 0x26828E, 0x1F9E89, 0x35B779, 0x6DCD59, 0xB4DE2C,
        0xFDE725
    };
    private static final int MAGENTA = 0xFF00FF;

    private ErrorColors() {}

    /// Red, green and blue of {@link #STEPS} colours and the one of {@link #NOT_FINITE}.
    static byte[] palette() {
        byte[] palette = new byte[3 * (STEPS + 1)];
        for (int step = 0; step < STEPS; step++) {
            double place = (double) step / (STEPS - 1) * (ANCHORS.length - 1);
            int anchor = Math.min((int) place, ANCHORS.length - 2);
            for (int part = 0; part < 3; part++) {
                int from = ANCHORS[anchor] >> (16 - 8 * part) & 0xFF;
                int to = ANCHORS[anchor + 1] >> (16 - 8 * part) & 0xFF;
                palette[3 * step + part] = (byte) Math.round(from + (to - from) * (place - anchor));
            }
        }
        for (int part = 0; part < 3; part++) {
            palette[3 * NOT_FINITE + part] = (byte) (MAGENTA >> (16 - 8 * part));
        }
        return palette;
    }

    /// The place of an error on a logarithmic scale between two errors above zero.
    static byte index(double error, double low, double high) {
        if (!Double.isFinite(error)) {
            return (byte) NOT_FINITE;
        }
        double share = Math.log(error / low) / Math.log(high / low);
        // An exact zero has the logarithm -∞ and so the darkest colour.
        return (byte) Math.round(Math.clamp(share, 0, 1) * (STEPS - 1));
    }
}
