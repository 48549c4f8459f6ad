package dev.assay.accuracy.generate.spectral;

import dev.assay.accuracy.generate.SplitMix64;
import dev.assay.accuracy.generate.output.TensorRows;
import dev.assay.core.generated.GeneratedRequest;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorSpec;
import java.nio.ByteBuffer;
import java.util.List;

/// `input`, F32 [N, 3, H, W]: what a camera takes, red first, scaled to exactly [0, 1] by image as
/// for MST++. `target`, F32 [N, 31, H, W] in [0, 1]: the radiance from 400 to 700 nm, exposed so
/// that nothing of an image exceeds 1.
///
/// From colour to spectrum is no linear map here, for four reasons: the camera's tone curve is a
/// square root; what is bright takes on the colour of the light; the light is another in every
/// image; and materials of one colour have different spectra, which only their texture tells.
public record SpectralRows(GeneratedRequest request) implements TensorRows {
    /// Goes up whenever other values come out of the same request.
    public static final int VERSION = 1;

    private static final int COLOURS = 3;
    private static final double NOISE = 0.004;
    private static final double GLARE = 0.5;

    @Override
    public List<TensorSpec> specs() {
        return List.of(spec("input", COLOURS), spec("target", Bands.COUNT));
    }

    private TensorSpec spec(String name, int bands) {
        Shape shape = Shape.of(request.count(), bands, request.height(), request.width());
        return new TensorSpec(name, ElementType.FLOAT32, shape);
    }

    @Override
    public List<ByteBuffer> row(int index) {
        SplitMix64 random = SplitMix64.of(request.seed(), request.stream(index));
        int height = request.height();
        int width = request.width();
        double shorter = Math.min(height, width);
        SpectralComposer composer = new SpectralComposer(random, width / shorter, height / shorter);
        double[] radiance = composer.compose().renderVisible(height, width);
        expose(radiance);
        glare(radiance, composer.light(), height * width);
        return List.of(
                TensorRows.bytes(photograph(radiance, random)), TensorRows.bytes(floats(radiance)));
    }

    private static void expose(double[] radiance) {
        double largest = 0;
        for (double value : radiance) {
            largest = Math.max(largest, value);
        }
        for (int i = 0; i < radiance.length; i++) {
            radiance[i] /= largest;
        }
    }

    /// Mixes in the light, the more the brighter a point is; its mean stays, so nothing exceeds 1.
    private static void glare(double[] radiance, double[] light, int plane) {
        double meanLight = mean(light, 0, 1);
        for (int at = 0; at < plane; at++) {
            double level = mean(radiance, at, plane);
            double share = GLARE * level;
            for (int band = 0; band < Bands.COUNT; band++) {
                double reflected = level * light[band] / meanLight;
                double mixed = radiance[band * plane + at] * (1 - share) + reflected * share;
                radiance[band * plane + at] = Math.clamp(mixed, 0.0, 1.0);
            }
        }
    }

    private static double mean(double[] values, int from, int step) {
        double sum = 0;
        for (int band = 0; band < Bands.COUNT; band++) {
            sum += values[from + band * step];
        }
        return sum / Bands.COUNT;
    }

    /// @return [3, H, W], its least value exactly 0 and its greatest exactly 1
    private static float[] photograph(double[] radiance, SplitMix64 random) {
        int plane = radiance.length / Bands.COUNT;
        double[] picture = new double[COLOURS * plane];
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < picture.length; i++) {
            double[] response = Bands.CAMERA[i / plane];
            double seen = 0;
            for (int band = 0; band < Bands.COUNT; band++) {
                seen += response[band] * radiance[band * plane + i % plane];
            }
            picture[i] = Math.sqrt(seen) + NOISE * grain(random);
            least = Math.min(least, picture[i]);
            greatest = Math.max(greatest, picture[i]);
        }
        for (int i = 0; i < picture.length; i++) {
            picture[i] = (picture[i] - least) / (greatest - least);
        }
        return floats(picture);
    }

    /// About normal with mean 0 and deviation 1: three uniform numbers have variance 1/4 in sum.
    private static double grain(SplitMix64 random) {
        return 2 * (random.nextUnit() + random.nextUnit() + random.nextUnit() - 1.5);
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
