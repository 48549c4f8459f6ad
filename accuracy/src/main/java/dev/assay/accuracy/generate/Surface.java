package dev.assay.accuracy.generate;

import java.util.function.UnaryOperator;

/// What an object is made of: two reflectances and the pattern that mixes them.
///
/// Reflectances have one value a band, so the same scene can be drawn in three colours or in 31
/// spectral bands; only whoever chooses the surfaces knows how many there are.
public final class Surface {

    private final double[] base;
    private final double[] accent;
    private final Pattern pattern;

    /// @param base reflectance of each band in [0, 1] where the pattern is 0
    /// @param accent reflectance of each band in [0, 1] where the pattern is 1
    public Surface(double[] base, double[] accent, Pattern pattern) {
        if (base.length != accent.length) {
            throw new IllegalArgumentException(
                    "a surface needs as many accent bands as base bands, but has %d and %d"
                            .formatted(accent.length, base.length));
        }
        this.base = base.clone();
        this.accent = accent.clone();
        this.pattern = pattern;
    }

    /// The same reflectances in another pattern.
    public Surface with(UnaryOperator<Pattern> change) {
        return new Surface(base, accent, change.apply(pattern));
    }

    int bands() {
        return base.length;
    }

    /// Pattern share at a point, within [0, 1].
    double share(double x, double y) {
        return Math.clamp(pattern.at(x, y), 0.0, 1.0);
    }

    double reflectance(int band, double share) {
        return base[band] + (accent[band] - base[band]) * share;
    }

    /// Mixes the base (0) and the accent (1) of a surface over the plane, in scene units.
    public interface Pattern {

        double at(double x, double y);

        /// One reflectance everywhere, the base.
        record Plain() implements Pattern {
            @Override
            public double at(double x, double y) {
                return 0;
            }
        }

        /// Irregular blotches, from cloth to foliage depending on the frequency.
        record Mottled(double frequency, double contrast, FractalNoise noise) implements Pattern {
            @Override
            public double at(double x, double y) {
                return 0.5 + contrast * noise.at(x * frequency, y * frequency);
            }
        }

        /// Parallel stripes with a little grain. `directionX` and `directionY` are a unit vector.
        record Striped(double directionX, double directionY, double frequency, FractalNoise noise)
                implements Pattern {
            @Override
            public double at(double x, double y) {
                double phase = (x * directionX + y * directionY) * frequency;
                double stripe = phase - Math.floor(phase) < 0.5 ? 0.1 : 0.9;
                return stripe + 0.2 * noise.at(x * 25, y * 25);
            }
        }

        /// A gradient from the zenith (0) to the horizon (1) with soft clouds (towards 1).
        record Clouded(double horizon, double cover, FractalNoise noise) implements Pattern {
            @Override
            public double at(double x, double y) {
                double height = Math.clamp(y / horizon, 0.0, 1.0);
                double cloud = Math.max(0, noise.at(x * 2, y * 4.5) + cover);
                return 0.75 * height * height + cloud;
            }
        }

        /// A floor seen at an angle: the texture shrinks and fades towards the horizon.
        record Receding(double horizon, double frequency, double contrast, FractalNoise noise)
                implements Pattern {

            private static final double CAMERA_OFFSET = 0.06;

            @Override
            public double at(double x, double y) {
                double below = Math.max(0, y - horizon) + CAMERA_OFFSET;
                double fade = Math.min(1, below * 3);
                return 0.5
                        + contrast * fade * noise.at(x * frequency / below, 2 * frequency / below);
            }
        }
    }
}
