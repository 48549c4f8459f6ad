package dev.assay.reports.paint;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/// An axis with given labels at given positions, so that nothing depends on a locale or on luck.
public final class TickAxis extends NumberAxis {
    private static final long serialVersionUID = 1L;

    private final transient Scale scale;

    public TickAxis(String label, Scale scale) {
        super(label.isEmpty() ? null : label);
        this.scale = scale;
        setRange(scale.low(), scale.high());
    }

    @Override
    public List<NumberTick> refreshTicks(
            Graphics2D g2, AxisState state, Rectangle2D dataArea, RectangleEdge edge) {
        TextAnchor anchor =
                RectangleEdge.isLeftOrRight(edge) ? TextAnchor.CENTER_RIGHT : TextAnchor.TOP_CENTER;
        return scale.ticks().stream()
                .map(tick ->
                        new NumberTick(tick.position(), tick.label(), anchor, TextAnchor.CENTER, 0))
                .toList();
    }
}
