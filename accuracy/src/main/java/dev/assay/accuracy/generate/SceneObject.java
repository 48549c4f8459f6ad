package dev.assay.accuracy.generate;

/// One thing in a scene; later objects of a scene hide earlier ones.
///
/// @param edgeWidth width of the transition at the outline in scene units; 0 is as sharp as the
///   pixels allow, large values make shadows and haze
/// @param opacity 1 hides what is behind, less lets it shine through
public record SceneObject(
        Silhouette silhouette, Surface surface, double edgeWidth, double opacity) {

    public static SceneObject solid(Silhouette silhouette, Surface surface) {
        return new SceneObject(silhouette, surface, 0, 1);
    }

    /// Lays the object over what is already seen at a point.
    ///
    /// @param light linear light of each band at the point, changed in place
    /// @param pixel side of a pixel in scene units
    public void paintOver(double[] light, double x, double y, double pixel) {
        double coverage = coverage(x, y, pixel);
        if (coverage == 0) {
            return;
        }
        double brightness = silhouette.brightness(x, y);
        double share = surface.share(x, y);
        for (int band = 0; band < light.length; band++) {
            light[band] += (surface.reflectance(band, share) * brightness - light[band]) * coverage;
        }
    }

    private double coverage(double x, double y, double pixel) {
        return coverage(silhouette.distance(x, y), pixel);
    }

    /// How much of what is behind is hidden.
    ///
    /// @param distance from the outline
    double coverage(double distance, double pixel) {
        double width = Math.max(edgeWidth, pixel);
        double inside = Math.clamp(0.5 - distance / width, 0.0, 1.0);
        return opacity * inside * inside * (3 - 2 * inside);
    }

    /// How far outside its outline the object can still be seen, in scene units.
    double reach(double pixel) {
        return 0.5 * Math.max(edgeWidth, pixel);
    }
}
