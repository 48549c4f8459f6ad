package dev.assay.accuracy.generate.detection;

import dev.assay.accuracy.generate.Film;
import dev.assay.accuracy.generate.Scene;
import dev.assay.accuracy.generate.SceneComposer;
import dev.assay.accuracy.generate.SplitMix64;
import dev.assay.accuracy.generate.detection.DetectionImage.Instance;
import dev.assay.core.generated.GeneratedRequest;
import java.util.List;

/// Makes the images of a detection data set, each from its own random stream.
///
/// Only integer arithmetic and `+ - * /` and `sqrt` in double are used, so every machine makes the
/// same pixels and masks.
public final class DetectionGenerator {
    private static final double FULL_SIZE_SHARE = 0.4;
    private static final double SHORTEST = 0.6;

    private DetectionGenerator() {}

    /// @param index of the image in the data set, from 0; the image does not depend on how many
    ///   there are
    /// @return an image that is as high or as wide as asked for, and often less the other way
    public static DetectionImage image(GeneratedRequest request, int index) {
        SplitMix64 random = SplitMix64.of(request.seed(), request.stream(index));
        int height = request.height();
        int width = request.width();
        if (random.nextUnit() >= FULL_SIZE_SHARE) {
            boolean lower = random.nextUnit() < 0.5;
            height = lower ? part(random, height) : height;
            width = lower ? width : part(random, width);
        }
        double shorter = Math.min(height, width);
        Scene scene = new SceneComposer(random, width / shorter, height / shorter).background();
        Canvas canvas = new Canvas(scene.renderVisible(height, width), height, width);
        List<Instance> instances = new DetectionComposer(random, canvas).compose();
        float[] picture = new Film(height, width, random).develop(canvas.light());
        return new DetectionImage(height, width, interleaved(picture), instances);
    }

    private static int part(SplitMix64 random, int side) {
        return random.between((int) Math.ceil(side * SHORTEST), side);
    }

    /// @param planar [3, H, W] in [0, 1]
    private static byte[] interleaved(float[] planar) {
        int plane = planar.length / 3;
        byte[] pixels = new byte[planar.length];
        for (int at = 0; at < plane; at++) {
            for (int band = 0; band < 3; band++) {
                pixels[3 * at + band] = (byte) (planar[band * plane + at] * 255 + 0.5f);
            }
        }
        return pixels;
    }
}
