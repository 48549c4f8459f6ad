package dev.assay.reports.paint;

import dev.assay.reports.model.Variant;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Map;

/// Colour, marker and dash of a variant: an engine keeps its colour on every chart.
///
/// The colours differ in lightness as well as in hue, so that colour-blind readers and grey prints
/// tell them apart, and all are dark enough to be read as text on white. Markers and dashes tell
/// the precisions of an engine.
public record Ink(Color color, Shape marker, BasicStroke stroke) {
    private static final Map<String, Integer> KNOWN =
            Map.of("pytorch", 0, "onnxruntime-cpu", 1, "replay", 2);
    private static final List<Color> COLORS =
            List.of(
                    new Color(0xC2410C),
                    new Color(0x1D4ED8),
                    new Color(0x6B7280),
                    new Color(0x0F766E),
                    new Color(0x7E22CE),
                    new Color(0x854D0E),
                    new Color(0xBE185D),
                    new Color(0x111827));
    private static final float[][] DASHES = {
        {1, 0}, {7, 4}, {2, 3}, {9, 3, 2, 3}, {14, 4}, {9, 3, 2, 3, 2, 3}
    };
    private static final int MARKERS = 6;

    /// @param engines all engines of the report, sorted; unknown ones take the free colours in
    ///   order
    public static Ink of(Variant variant, List<String> engines, List<String> precisions) {
        Integer known = KNOWN.get(variant.engine());
        int free =
                (int)
                        engines.stream()
                                .filter(it -> !KNOWN.containsKey(it))
                                .takeWhile(it -> !it.equals(variant.engine()))
                                .count();
        int index = known != null ? known : (KNOWN.size() + free) % COLORS.size();
        int precision = Math.max(0, precisions.indexOf(variant.precision()));
        float[] dash = DASHES[precision % DASHES.length];
        BasicStroke stroke =
                new BasicStroke(2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, dash, 0f);
        return new Ink(COLORS.get(index), marker(index + precision), stroke);
    }

    private static Shape marker(int index) {
        return switch (index % MARKERS) {
            case 0 -> new Ellipse2D.Double(-3.5, -3.5, 7, 7);
            case 1 -> new Rectangle2D.Double(-3.2, -3.2, 6.4, 6.4);
            case 2 -> polygon(0, -4.4, 4.4, 3.4, -4.4, 3.4);
            case 3 -> polygon(0, -4.6, 4.6, 0, 0, 4.6, -4.6, 0);
            case 4 -> polygon(0, 4.4, 4.4, -3.4, -4.4, -3.4);
            default -> polygon(-4.6, -2.2, 4.6, -2.2, 4.6, 2.2, -4.6, 2.2);
        };
    }

    private static Shape polygon(double... xy) {
        Path2D path = new Path2D.Double();
        path.moveTo(xy[0], xy[1]);
        for (int i = 2; i < xy.length; i += 2) {
            path.lineTo(xy[i], xy[i + 1]);
        }
        path.closePath();
        return path;
    }
}
