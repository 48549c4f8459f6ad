package dev.assay.accuracy.generate.resolution;

/// Reduces a picture by a whole factor with antialiased bicubic interpolation: Keys' kernel with a
/// = −1/2, stretched by the factor, weights normalised to the pixels there are at a border. This is
/// what Pillow's `BICUBIC` and (but for mirrored borders) Matlab's `imresize` do; sums are in
/// double and rounded once.
///
/// Source: R. G. Keys, "Cubic Convolution Interpolation for Digital Image Processing", IEEE
/// Transactions on Acoustics, Speech, and Signal Processing 29(6), 1981.
final class Bicubic {
    private static final double A = -0.5;
    private static final int SUPPORT = 2;

    private final int factor;

    Bicubic(int factor) {
        this.factor = factor;
    }

    /// @param high one channel of bytes 0 to 255, row-major [factor·height, factor·width]
    /// @return [height, width]
    byte[] reduced(byte[] high, int offset, int height, int width) {
        int wide = factor * width;
        double[] across = new double[factor * height * width];
        for (int column = 0; column < width; column++) {
            double[] weights = weights(column, wide);
            int first = first(column);
            for (int row = 0; row < factor * height; row++) {
                double sum = 0;
                for (int i = 0; i < weights.length; i++) {
                    if (weights[i] != 0) {
                        sum += weights[i] * (high[offset + row * wide + first + i] & 0xFF);
                    }
                }
                across[row * width + column] = sum;
            }
        }
        byte[] low = new byte[height * width];
        for (int row = 0; row < height; row++) {
            double[] weights = weights(row, factor * height);
            int first = first(row);
            for (int column = 0; column < width; column++) {
                double sum = 0;
                for (int i = 0; i < weights.length; i++) {
                    if (weights[i] != 0) {
                        sum += weights[i] * across[(first + i) * width + column];
                    }
                }
                low[row * width + column] = (byte) Math.clamp((int) Math.floor(sum + 0.5), 0, 255);
            }
        }
        return low;
    }

    /// The first pixel that the kernel may touch, possibly outside.
    private int first(int at) {
        return (int) Math.floor((at + 0.5) * factor - SUPPORT * factor);
    }

    /// Of the pixels from {@link #first} on; 0 outside.
    private double[] weights(int at, int length) {
        double centre = (at + 0.5) * factor;
        double[] weights = new double[2 * SUPPORT * factor + 2];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            int pixel = first(at) + i;
            if (pixel >= 0 && pixel < length) {
                weights[i] = kernel(Math.abs(pixel + 0.5 - centre) / factor);
                sum += weights[i];
            }
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        return weights;
    }

    private static double kernel(double distance) {
        if (distance < 1) {
            return ((A + 2) * distance - (A + 3)) * distance * distance + 1;
        }
        return distance < SUPPORT ? (((distance - 5) * distance + 8) * distance - 4) * A : 0;
    }
}
