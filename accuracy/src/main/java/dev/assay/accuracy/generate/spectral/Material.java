package dev.assay.accuracy.generate.spectral;

import static dev.assay.accuracy.generate.spectral.Bands.bump;
import static dev.assay.accuracy.generate.spectral.Bands.edge;
import static dev.assay.accuracy.generate.spectral.Bands.scaled;
import static dev.assay.accuracy.generate.spectral.Bands.sum;

import dev.assay.accuracy.generate.FractalNoise;
import dev.assay.accuracy.generate.SplitMix64;
import dev.assay.accuracy.generate.Surface;
import dev.assay.accuracy.generate.Surface.Pattern;

/// What things are made of. Two materials can have one colour and two spectra: each has a part that
/// the camera does not see, and a texture that gives the material away.
enum Material {
    LEAVES(bump(500, 35), new Texture(30, 1.3, 0)),
    SOIL(scaled(bump(500, 35), -1), new Texture(9, 0.9, 0)),
    STONE(bump(580, 30), new Texture(4, 0.8, 0)),
    PLASTIC(scaled(bump(580, 30), -1), new Texture(1, 0.1, 0)),
    CLOTH(bump(640, 35), new Texture(12, 0.3, 22)),
    WOOD(scaled(bump(640, 35), -1), new Texture(6, 0.5, 8)),
    PAINT(sum(bump(420, 30), scaled(bump(520, 30), -1)), new Texture(2, 0.4, 0)),
    METAL(sum(scaled(bump(420, 30), -1), bump(520, 30)), new Texture(3, 0.2, 45));

    /// How far the unseen part may change a spectrum, in reflectance.
    private static final double UNSEEN = 0.16;

    private static final double LOWEST = 0.12;

    /// @param frequency of blotches in scene units
    /// @param contrast of blotches
    /// @param stripes to a scene unit, 0 for none
    private record Texture(double frequency, double contrast, double stripes) {}

    private final double[] unseen;
    private final Texture texture;

    Material(double[] signature, Texture texture) {
        this.unseen = Bands.unseen(signature);
        this.texture = texture;
    }

    /// A surface of this material under a light, with two shades of one hue.
    ///
    /// @param light by band
    Surface surface(SplitMix64 random, double[] light) {
        double[] base = spectrum(random);
        double shade = random.between(0.35, 0.75);
        return new Surface(lit(base, light), lit(scaled(base, shade), light), pattern(random));
    }

    private double[] spectrum(SplitMix64 random) {
        double[] curve =
                switch (this) {
                    case LEAVES ->
                            sum(
                                    scaled(bump(550, 70), random.between(0.1, 0.25)),
                                    scaled(edge(695, 25), random.between(0.2, 0.5)));
                    case SOIL -> scaled(edge(random.between(520.0, 600.0), 200), 0.4);
                    case STONE -> scaled(edge(550, 400), random.between(0.2, 0.5));
                    default -> artificial(random);
                };
        double level = random.between(0.7, 1.1);
        for (int band = 0; band < curve.length; band++) {
            curve[band] = Math.min(0.9, LOWEST + level * curve[band]);
        }
        return curve;
    }

    /// Any hue: a bump or two and perhaps an edge.
    private static double[] artificial(SplitMix64 random) {
        double[] curve =
                scaled(
                        bump(random.between(420.0, 680.0), random.between(60.0, 160.0)),
                        random.between(0.15, 0.6));
        if (random.nextUnit() < 0.6) {
            double height = random.between(0.1, 0.5);
            curve =
                    sum(
                            curve,
                            scaled(
                                    bump(random.between(420.0, 680.0), random.between(50.0, 130.0)),
                                    height));
        }
        if (random.nextUnit() < 0.5) {
            curve =
                    sum(
                            curve,
                            scaled(
                                    edge(random.between(480.0, 640.0), random.between(30.0, 90.0)),
                                    random.between(0.1, 0.5)));
        }
        return curve;
    }

    /// The unseen part is added behind the light, so that the camera sees none of it under any.
    private double[] lit(double[] reflectance, double[] light) {
        double lowest = 1;
        double[] radiance = new double[reflectance.length];
        for (int band = 0; band < radiance.length; band++) {
            radiance[band] = reflectance[band] * light[band];
            lowest = Math.min(lowest, radiance[band]);
        }
        return sum(radiance, scaled(unseen, Math.min(UNSEEN, 0.85 * lowest)));
    }

    private Pattern pattern(SplitMix64 random) {
        FractalNoise noise = new FractalNoise(random.nextLong(), 4);
        double frequency = texture.frequency() * random.between(0.8, 1.25);
        if (texture.stripes() == 0) {
            return new Pattern.Mottled(frequency, texture.contrast(), noise);
        }
        double across = random.between(-1.0, 1.0);
        double down = Math.sqrt(1 - across * across);
        return new Pattern.Striped(
                across, down, texture.stripes() * random.between(0.8, 1.25), noise);
    }
}
