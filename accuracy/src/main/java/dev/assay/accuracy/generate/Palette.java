package dev.assay.accuracy.generate;

/// Chooses reflectances as they occur outdoors: bands vary together, few things are vivid.
public final class Palette {

    /// Red, green and blue.
    public static final int RGB_BANDS = 3;

    private static final double[] SKY_ZENITH = {0.16, 0.32, 0.62};
    private static final double[] SKY_HORIZON = {0.82, 0.84, 0.86};
    private static final double[] GRASS = {0.17, 0.24, 0.07};
    private static final double[] EARTH = {0.36, 0.28, 0.19};
    private static final double[] STONE = {0.42, 0.41, 0.39};
    private static final double[] LEAF = {0.07, 0.17, 0.05};

    private final SplitMix64 random;

    public Palette(SplitMix64 random) {
        this.random = random;
    }

    double[] zenith() {
        return varied(SKY_ZENITH, 0.15);
    }

    double[] horizon() {
        return varied(SKY_HORIZON, 0.06);
    }

    double[] ground() {
        double[][] kinds = {GRASS, EARTH, STONE};
        return varied(kinds[random.between(0, kinds.length - 1)], 0.2);
    }

    double[] leaf() {
        return varied(LEAF, 0.25);
    }

    /// Paint, cloth, plastic: any hue, seldom fully saturated.
    public double[] artificial() {
        double level = random.between(0.15, 0.7);
        double vividness = random.between(0.1, 0.9);
        double[] bands = new double[RGB_BANDS];
        for (int band = 0; band < bands.length; band++) {
            double hue = random.nextUnit();
            bands[band] = level * (1 - vividness) + level * 1.4 * hue * vividness;
        }
        return bands;
    }

    /// The same reflectances times a factor, at most 1.
    public static double[] scaled(double[] bands, double factor) {
        return towards(bands, new double[bands.length], 1 - factor);
    }

    /// A mixture: `share` 0 is `from`, 1 is `to`.
    public static double[] towards(double[] from, double[] to, double share) {
        double[] mixed = new double[from.length];
        for (int band = 0; band < mixed.length; band++) {
            mixed[band] = Math.clamp(from[band] + (to[band] - from[band]) * share, 0.0, 1.0);
        }
        return mixed;
    }

    private double[] varied(double[] typical, double spread) {
        double level = random.between(1 - spread, 1 + spread);
        double[] bands = new double[typical.length];
        for (int band = 0; band < bands.length; band++) {
            double tint = random.between(1 - spread / 2, 1 + spread / 2);
            bands[band] = Math.clamp(typical[band] * level * tint, 0.0, 1.0);
        }
        return bands;
    }
}
