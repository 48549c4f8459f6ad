package dev.assay.accuracy.generate;

/// Turns linear light into what a camera stores: lens blur, darker corners, tone curve, sensor
/// noise, and the scaling to exactly [0, 1] that MST++ expects of its inputs.
public final class Film {

    private static final double VIGNETTE = 0.3;
    private static final double NOISE = 0.008;

    private final int height;
    private final int width;
    private final SplitMix64 random;

    public Film(int height, int width, SplitMix64 random) {
        this.height = height;
        this.width = width;
        this.random = random;
    }

    /// @param light linear light [bands, H, W], changed in place
    /// @return the picture [bands, H, W], its least value exactly 0 and its greatest exactly 1
    public float[] develop(double[] light) {
        take(light);
        return stretched(light);
    }

    /// The same without the scaling, for pictures that have to agree with others of their scene.
    ///
    /// @param light linear light [bands, H, W], changed in place to the picture, about [0, 1.2]
    public void take(double[] light) {
        int plane = height * width;
        for (int start = 0; start < light.length; start += plane) {
            for (int row = 0; row < height; row++) {
                blur(light, start + row * width, 1, width);
            }
            for (int column = 0; column < width; column++) {
                blur(light, start + column, width, height);
            }
            expose(light, start);
        }
    }

    /// The kernel [1 2 1] / 4 along one line; the border repeats.
    private static void blur(double[] image, int start, int step, int length) {
        double before = image[start];
        for (int i = 0; i < length; i++) {
            int at = start + i * step;
            double here = image[at];
            double after = i + 1 < length ? image[at + step] : here;
            image[at] = 0.25 * before + 0.5 * here + 0.25 * after;
            before = here;
        }
    }

    private void expose(double[] image, int start) {
        double centreX = (width - 1) * 0.5;
        double centreY = (height - 1) * 0.5;
        double toCorner = centreX * centreX + centreY * centreY;
        for (int i = 0; i < height * width; i++) {
            int column = i % width;
            int row = i / width;
            double dx = column - centreX;
            double dy = row - centreY;
            double falloff = 1 - VIGNETTE * (dx * dx + dy * dy) / toCorner;
            // A square root stands for the usual gamma: no power function is correctly rounded
            // everywhere.
            image[start + i] = Math.sqrt(Math.max(0, image[start + i] * falloff)) + NOISE * grain();
        }
    }

    /// About normal with mean 0 and deviation 1: three uniform numbers have variance 1/4 in sum.
    private double grain() {
        return 2 * (random.nextUnit() + random.nextUnit() + random.nextUnit() - 1.5);
    }

    private static float[] stretched(double[] image) {
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (double value : image) {
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        }
        float[] picture = new float[image.length];
        for (int i = 0; i < picture.length; i++) {
            picture[i] = (float) ((image[i] - least) / (greatest - least));
        }
        return picture;
    }
}
