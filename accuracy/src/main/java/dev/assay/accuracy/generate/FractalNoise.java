package dev.assay.accuracy.generate;

/// Smooth random texture over the plane: a sum of octaves of gradient noise.
///
/// Each octave follows K. Perlin, "Improving Noise", SIGGRAPH 2002 (quintic fade, few fixed
/// gradients), with {@link SplitMix64#mix} as the lattice hash, so the plane needs no table and
/// never repeats visibly.
///
/// @param seed tells one noise plane from another
/// @param octaves layers, each of twice the frequency and half the height of the one before
public record FractalNoise(long seed, int octaves) {

    private static final double DIAGONAL = Math.sqrt(0.5);
    private static final double[] GRADIENT_X = {
        1, DIAGONAL, 0, -DIAGONAL, -1, -DIAGONAL, 0, DIAGONAL
    };
    private static final double[] GRADIENT_Y = {
        0, DIAGONAL, 1, DIAGONAL, 0, -DIAGONAL, -1, -DIAGONAL
    };

    // Shifts each octave off the lattice of the one before: their zeros would coincide otherwise.
    private static final double OCTAVE_SHIFT = 17.31;

    // Gradient noise of unit gradients stays within +-sqrt(1/2); this brings it near +-1.
    private static final double TO_UNIT_RANGE = 1.4;

    /// The noise at a point, about zero and within about [-1, 1].
    public double at(double x, double y) {
        double sum = 0;
        double height = 1;
        double heights = 0;
        double scale = 1;
        for (int octave = 0; octave < octaves; octave++) {
            double shift = octave * OCTAVE_SHIFT;
            sum += height * octaveAt(x * scale + shift, y * scale - shift, octave);
            heights += height;
            height *= 0.5;
            scale *= 2;
        }
        return TO_UNIT_RANGE * sum / heights;
    }

    private double octaveAt(double x, double y, int octave) {
        double left = Math.floor(x);
        double top = Math.floor(y);
        double dx = x - left;
        double dy = y - top;
        long column = (long) left;
        long row = (long) top;
        double across = fade(dx);
        double upper =
                mixed(
                        slope(column, row, octave, dx, dy),
                        slope(column + 1, row, octave, dx - 1, dy),
                        across);
        double lower =
                mixed(
                        slope(column, row + 1, octave, dx, dy - 1),
                        slope(column + 1, row + 1, octave, dx - 1, dy - 1),
                        across);
        return mixed(upper, lower, fade(dy));
    }

    private double slope(long column, long row, int octave, double dx, double dy) {
        long hash =
                SplitMix64.mix(SplitMix64.mix(seed + octave) + SplitMix64.mix(column) * 3 + row);
        int direction = (int) (hash & 7);
        return GRADIENT_X[direction] * dx + GRADIENT_Y[direction] * dy;
    }

    private static double fade(double t) {
        return t * t * t * (t * (t * 6 - 15) + 10);
    }

    private static double mixed(double from, double to, double share) {
        return from + (to - from) * share;
    }
}
