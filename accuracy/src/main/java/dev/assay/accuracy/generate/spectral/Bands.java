package dev.assay.accuracy.generate.spectral;

/// 31 bands from 400 to 700 nm in steps of 10, smooth curves over them, and the camera's three.
///
/// Curves are polynomials with an end: an exponential need not have the same last bit everywhere.
final class Bands {
    static final int COUNT = 31;

    private static final double FIRST = 400;
    private static final double STEP = 10;

    /// Response of red, green and blue, each with sum 1. Red has the small lobe in the violet that
    /// real filters have.
    static final double[][] CAMERA = {
        unitSum(sum(bump(605, 95), scaled(bump(430, 40), 0.12))),
        unitSum(bump(540, 95)),
        unitSum(bump(455, 80))
    };

    private Bands() {}

    /// `(1 − u²)²` with `u` the distance from the centre in half-widths, 0 beyond.
    static double[] bump(double centre, double halfWidth) {
        double[] curve = new double[COUNT];
        for (int band = 0; band < COUNT; band++) {
            double u = (FIRST + STEP * band - centre) / halfWidth;
            double inside = Math.max(0, 1 - u * u);
            curve[band] = inside * inside;
        }
        return curve;
    }

    /// Rises smoothly from 0 to 1 around the centre.
    static double[] edge(double centre, double halfWidth) {
        double[] curve = new double[COUNT];
        for (int band = 0; band < COUNT; band++) {
            double u = Math.clamp(0.5 + (FIRST + STEP * band - centre) / (2 * halfWidth), 0.0, 1.0);
            curve[band] = u * u * (3 - 2 * u);
        }
        return curve;
    }

    static double[] sum(double[] one, double[] other) {
        double[] total = one.clone();
        for (int band = 0; band < COUNT; band++) {
            total[band] += other[band];
        }
        return total;
    }

    static double[] scaled(double[] curve, double factor) {
        double[] scaled = curve.clone();
        for (int band = 0; band < COUNT; band++) {
            scaled[band] *= factor;
        }
        return scaled;
    }

    static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int band = 0; band < COUNT; band++) {
            sum += one[band] * other[band];
        }
        return sum;
    }

    /// What is left of a curve when everything that the camera sees of it is taken away: added to a
    /// spectrum, it changes no colour. The largest magnitude is 1.
    static double[] unseen(double[] curve) {
        double[][] seen = new double[CAMERA.length][];
        double[] left = curve.clone();
        for (int i = 0; i < seen.length; i++) {
            seen[i] = CAMERA[i].clone();
            for (int j = 0; j < i; j++) {
                remove(seen[i], seen[j]);
            }
        }
        for (double[] axis : seen) {
            remove(left, axis);
        }
        double largest = 0;
        for (double value : left) {
            largest = Math.max(largest, Math.abs(value));
        }
        return scaled(left, 1 / largest);
    }

    /// Makes a curve orthogonal to an axis.
    private static void remove(double[] curve, double[] axis) {
        double share = dot(curve, axis) / dot(axis, axis);
        for (int band = 0; band < COUNT; band++) {
            curve[band] -= share * axis[band];
        }
    }

    private static double[] unitSum(double[] curve) {
        double total = 0;
        for (double value : curve) {
            total += value;
        }
        return scaled(curve, 1 / total);
    }
}
