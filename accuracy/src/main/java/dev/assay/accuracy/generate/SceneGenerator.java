package dev.assay.accuracy.generate;

/// Makes pictures that look like photographs, from a seed alone: gradients, sharp edges of things
/// before one another, texture, shading, a little blur and noise.
///
/// Images are not stored with the project, so every machine must make the same bits. Only integer
/// arithmetic and `+ - * /` and `sqrt` in double are used, which IEEE 754 and Java fix to the last
/// bit, and pixels are computed in one fixed order.
public final class SceneGenerator {

    private SceneGenerator() {}

    /// One colour picture.
    ///
    /// @return float32 [3, H, W] planar, red first, each value in [0, 1]; the least over the whole
    ///   picture is exactly 0 and the greatest exactly 1, which is what the official MST++
    ///   preprocessing `(x - min) / (max - min)` leaves
    public static float[] rgb(SceneRequest request) {
        SplitMix64 random = SplitMix64.of(request.seed(), request.index());
        int height = request.height();
        int width = request.width();
        double shorter = Math.min(height, width);
        Scene scene = new SceneComposer(random, width / shorter, height / shorter).compose();
        return new Film(height, width, random).develop(scene.render(height, width));
    }
}
