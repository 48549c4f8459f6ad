package dev.assay.accuracy.generate;

import java.util.List;

/// A sky and the objects before it, from back to front, all in the same number of bands.
///
/// @param sky the surface behind everything
record Scene(Surface sky, List<SceneObject> objects) {

    Scene {
        objects = List.copyOf(objects);
        for (SceneObject object : objects) {
            if (object.surface().bands() != sky.bands()) {
                throw new IllegalArgumentException(
                        "every surface of a scene needs %d bands, but one has %d"
                                .formatted(sky.bands(), object.surface().bands()));
            }
        }
    }

    /// Linear light, planar [bands, height, width], in about [0, 1.5].
    double[] render(int height, int width) {
        int plane = height * width;
        double[] image = new double[sky.bands() * plane];
        double[] light = new double[sky.bands()];
        double pixel = 1.0 / Math.min(height, width);
        for (int at = 0; at < plane; at++) {
            int column = at % width;
            int row = at / width;
            double x = (column + 0.5) * pixel;
            double y = (row + 0.5) * pixel;
            double share = sky.share(x, y);
            for (int band = 0; band < light.length; band++) {
                light[band] = sky.reflectance(band, share);
            }
            for (SceneObject object : objects) {
                object.paintOver(light, x, y, pixel);
            }
            for (int band = 0; band < light.length; band++) {
                image[band * plane + at] = light[band];
            }
        }
        return image;
    }
}
