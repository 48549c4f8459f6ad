package dev.assay.accuracy.generate;

import dev.assay.accuracy.generate.Silhouette.Column;
import java.util.Arrays;
import java.util.List;

/// A sky and the objects before it, from back to front, all in the same number of bands.
///
/// @param sky the surface behind everything
public record Scene(Surface sky, List<SceneObject> objects) {

    public Scene {
        objects = List.copyOf(objects);
        for (SceneObject object : objects) {
            if (object.surface().bands() != sky.bands()) {
                throw new IllegalArgumentException(
                        "every surface of a scene needs %d bands, but one has %d"
                                .formatted(sky.bands(), object.surface().bands()));
            }
        }
    }

    /// What {@link #render} shows, but worked out from front to back and only where it can be seen:
    /// several times faster, and different in the last bits.
    ///
    /// @return linear light, planar [bands, height, width], in about [0, 1.5]
    public double[] renderVisible(int height, int width) {
        int plane = height * width;
        double[] image = new double[sky.bands() * plane];
        double pixel = 1.0 / Math.min(height, width);
        List<SceneObject> front = objects.reversed();
        Column[] columns = new Column[front.size()];
        double[] light = new double[sky.bands()];
        for (int column = 0; column < width; column++) {
            double x = (column + 0.5) * pixel;
            for (int i = 0; i < columns.length; i++) {
                SceneObject object = front.get(i);
                columns[i] = object.silhouette().column(x, object.reach(pixel));
            }
            for (int row = 0; row < height; row++) {
                see(front, columns, x, (row + 0.5) * pixel, pixel, light);
                for (int band = 0; band < light.length; band++) {
                    image[band * plane + row * width + column] = light[band];
                }
            }
        }
        return image;
    }

    private void see(
            List<SceneObject> front,
            Column[] columns,
            double x,
            double y,
            double pixel,
            double[] light) {
        Arrays.fill(light, 0);
        double through = 1;
        for (int i = 0; i < columns.length && through > 0; i++) {
            if (columns[i] == Column.CLEAR) {
                continue;
            }
            SceneObject object = front.get(i);
            double coverage = object.coverage(columns[i].distance(y), pixel);
            if (coverage > 0) {
                double brightness = object.silhouette().brightness(x, y);
                add(object.surface(), x, y, through * coverage * brightness, light);
                through *= 1 - coverage;
            }
        }
        if (through > 0) {
            add(sky, x, y, through, light);
        }
    }

    private static void add(Surface surface, double x, double y, double weight, double[] light) {
        double share = surface.share(x, y);
        for (int band = 0; band < light.length; band++) {
            light[band] += surface.reflectance(band, share) * weight;
        }
    }

    /// Linear light, planar [bands, height, width], in about [0, 1.5].
    public double[] render(int height, int width) {
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
