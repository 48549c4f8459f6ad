package dev.assay.accuracy.image;

import dev.assay.core.stats.PairwiseSum;

/// The angle between two pixels' spectra: `mean over pixels of arccos(<a,b> / (|a| |b|))`, the
/// cosine clamped to [-1, 1] (Kruse et al., The Spectral Image Processing System, 1993).
///
/// A pixel that is zero in either image has no direction and is excluded. The arc cosine near 1
/// leaves a floor of about 2e-8 rad.
final class SpectralAngle {
    private SpectralAngle() {}

    static ImageValue of(Picture a, Picture b) {
        int pixels = a.pixels();
        double[] dot = new double[pixels];
        double[] squareA = new double[pixels];
        double[] squareB = new double[pixels];
        double[] x = a.values();
        double[] y = b.values();
        // Channel by channel, as the values lie in memory.
        for (int channel = 0; channel < a.channels(); channel++) {
            int from = channel * pixels;
            for (int i = 0; i < pixels; i++) {
                double left = x[from + i];
                double right = y[from + i];
                dot[i] += left * right;
                squareA[i] += left * left;
                squareB[i] += right * right;
            }
        }
        long excluded = 0;
        for (int i = 0; i < pixels; i++) {
            if (squareA[i] == 0 || squareB[i] == 0) {
                excluded++;
            }
        }
        double sum = PairwiseSum.of(pixels, i -> angle(dot[i], squareA[i], squareB[i]));
        return ImageValue.mean(sum, pixels - excluded, excluded);
    }

    private static double angle(double dot, double squareA, double squareB) {
        return squareA == 0 || squareB == 0
                ? 0
                : Math.acos(Math.clamp(dot / (Math.sqrt(squareA) * Math.sqrt(squareB)), -1, 1));
    }
}
