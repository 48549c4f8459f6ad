package dev.assay.accuracy.generate.detection;

import dev.assay.accuracy.generate.FractalNoise;
import dev.assay.accuracy.generate.Palette;
import dev.assay.accuracy.generate.SplitMix64;
import dev.assay.accuracy.generate.Surface;
import dev.assay.accuracy.generate.Surface.Pattern;

/// Chooses colours and textures of figures.
final class Paints {
    private static final int TRIES = 12;
    private static final double GREY = 0.2;

    private final SplitMix64 random;

    Paints(SplitMix64 random) {
        this.random = random;
    }

    /// A colour that differs from what is behind it by at least so much, if chance finds one.
    ///
    /// @param contrast mean difference of the bands after the camera's tone curve
    double[] against(double[] behind, double contrast) {
        double[] best = any();
        for (int i = 0; i < TRIES && contrast(best, behind) < contrast; i++) {
            double[] other = any();
            best = contrast(other, behind) > contrast(best, behind) ? other : best;
        }
        return best;
    }

    private static double contrast(double[] one, double[] other) {
        double sum = 0;
        for (int band = 0; band < one.length; band++) {
            double tone = Math.sqrt(Math.max(0, other[band]));
            sum += Math.abs(Math.sqrt(one[band]) - tone);
        }
        return sum / one.length;
    }

    /// Vivid as a rule, else a grey from black to white.
    double[] any() {
        double[] bands = new double[Palette.RGB_BANDS];
        if (random.nextUnit() < GREY) {
            double level = random.between(0.02, 0.95);
            for (int band = 0; band < bands.length; band++) {
                bands[band] = level;
            }
            return bands;
        }
        double high = random.between(0.45, 0.95);
        double low = random.between(0.02, 0.2);
        int first = random.between(0, 2);
        int direction = random.between(1, 2);
        bands[first] = high;
        bands[(first + direction) % 3] = random.between(low, high);
        bands[(first + 2 * direction) % 3] = low;
        return bands;
    }

    /// Plain, mottled or striped, around one colour.
    ///
    /// @param size of what is painted, in scene units
    Surface around(double[] base, double size) {
        double kind = random.nextUnit();
        FractalNoise noise = new FractalNoise(random.nextLong(), 3);
        double[] accent = Palette.towards(base, any(), random.between(0.15, 0.5));
        if (kind < 0.4) {
            Pattern worn = new Pattern.Mottled(2 / size, 0.4, noise);
            return new Surface(base, Palette.scaled(base, 0.85), worn);
        }
        if (kind < 0.7) {
            Pattern patches = new Pattern.Mottled(random.between(1.5, 4) / size, 0.9, noise);
            return new Surface(base, accent, patches);
        }
        double across = random.between(-1.0, 1.0);
        double down = Math.sqrt(1 - across * across);
        double frequency = random.between(1.2, 3) / size;
        return new Surface(base, accent, new Pattern.Striped(across, down, frequency, noise));
    }

    /// Darker or lighter than the body, so that the outline shows.
    Surface rim(double[] base) {
        boolean light = random.nextUnit() < 0.4;
        double[] bands =
                light
                        ? Palette.towards(base, new double[] {0.95, 0.95, 0.95}, 0.8)
                        : Palette.scaled(base, 0.2);
        return new Surface(bands, bands, new Pattern.Plain());
    }
}
