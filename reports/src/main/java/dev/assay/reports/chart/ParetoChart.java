package dev.assay.reports.chart;

import dev.assay.reports.paint.HouseTheme;
import dev.assay.reports.paint.LabelPlacer;
import dev.assay.reports.paint.Scale;
import dev.assay.reports.paint.TickAxis;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Comparator;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/// Points by speed and accuracy, with the steps of the best ones.
final class ParetoChart {
    static final int WIDTH = 620;
    static final int HEIGHT = 390;
    private static final int PLOT_WIDTH = 526;
    private static final int PLOT_HEIGHT = 268;

    /// Every point has a name beside it, so points must not crowd at one end.
    private static final double LINEAR_UP_TO = 8;

    private static final BasicStroke FRONTIER =
            new BasicStroke(
                    1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, new float[] {5, 3}, 0f);

    private final HouseTheme theme;
    private final Pareto pareto;
    private final double factor;
    private final Scale speeds;
    private final Scale decibels;
    private final XYSeriesCollection data = new XYSeriesCollection();
    private final XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();

    /// @param factor from a point's speed to the unit of the axis
    ParetoChart(HouseTheme theme, Pareto pareto, double factor) {
        this.theme = theme;
        this.pareto = pareto;
        this.factor = factor;
        Scale shown =
                Scale.of(
                        pareto.points().stream().map(it -> it.speed() * factor).toList(),
                        LINEAR_UP_TO);
        this.speeds = shown.withHigh(shown.high() + (shown.high() - shown.low()) * 0.05);
        this.decibels = Scale.decibels(pareto.points().stream().map(ParetoPoint::sqnrDb).toList());
    }

    JFreeChart draw(String section, String speed) {
        renderer.setUseFillPaint(true);
        renderer.setUseOutlinePaint(true);
        renderer.setDrawOutlines(true);
        renderer.setDefaultOutlineStroke(new BasicStroke(1.6f));
        frontier();
        pareto.points().forEach(this::point);
        XYPlot plot =
                new XYPlot(
                        data,
                        new TickAxis(speed, speeds),
                        new TickAxis("SQNR of the worst output, dB", decibels),
                        renderer);
        label(plot);
        boolean hollow = pareto.points().stream().anyMatch(it -> !it.valid());
        String reading =
                "dashed: nothing is both faster and more accurate%s%s%s"
                        .formatted(
                                hollow ? " · hollow: INVALID" : "",
                                pareto.leftOut().isEmpty()
                                        ? ""
                                        : " · not at this boundary: "
                                                + String.join(", ", pareto.leftOut()),
                                speeds.logarithmic() ? " · log axis" : "");
        return theme.chart(
                "Speed and accuracy · batch " + pareto.batch(), section + " · " + reading, plot);
    }

    /// The best accuracy that any given speed leaves.
    private void frontier() {
        XYSeries steps = new XYSeries("frontier", false, true);
        double last = Double.NaN;
        for (ParetoPoint point : pareto.frontier()) {
            if (!Double.isNaN(last)) {
                steps.add(x(point), last);
            }
            last = y(point);
            steps.add(x(point), last);
        }
        if (!Double.isNaN(last)) {
            steps.add(pareto.pipelined() ? speeds.low() : speeds.high(), last);
        }
        style(steps, false, HouseTheme.MUTED, HouseTheme.MUTED);
        renderer.setSeriesStroke(0, FRONTIER);
    }

    private void point(ParetoPoint point) {
        XYSeries series = new XYSeries(data.getSeriesCount(), false, true);
        series.add(x(point), y(point));
        Color color = point.valid() ? point.ink().color() : HouseTheme.BAD;
        renderer.setSeriesShape(data.getSeriesCount(), point.ink().marker());
        style(series, true, point.valid() ? color : Color.WHITE, color);
    }

    private void style(XYSeries series, boolean shapes, Color fill, Color outline) {
        int index = data.getSeriesCount();
        data.addSeries(series);
        renderer.setSeriesShapesVisible(index, shapes);
        renderer.setSeriesLinesVisible(index, !shapes);
        renderer.setSeriesPaint(index, outline);
        renderer.setSeriesFillPaint(index, fill);
        renderer.setSeriesOutlinePaint(index, outline);
    }

    private void label(XYPlot plot) {
        LabelPlacer placer = new LabelPlacer(PLOT_WIDTH, PLOT_HEIGHT);
        List<ParetoPoint> points =
                pareto.points().stream().sorted(Comparator.comparingDouble(this::x)).toList();
        points.forEach(it -> placer.occupy(pixelX(it), pixelY(it)));
        XYSeries steps = data.getSeries(0);
        for (int i = 1; i < steps.getItemCount(); i++) {
            placer.occupyLine(
                    pixelX(steps.getX(i - 1).doubleValue()),
                    pixelY(steps.getY(i - 1).doubleValue()),
                    pixelX(steps.getX(i).doubleValue()),
                    pixelY(steps.getY(i).doubleValue()));
        }
        for (ParetoPoint point : points) {
            String label = point.valid() ? point.label() : point.label() + " " + point.state();
            LabelPlacer.Place place = placer.place(label, pixelX(point), pixelY(point));
            XYTextAnnotation text =
                    new XYTextAnnotation(
                            label,
                            speeds.low() + place.x() * (speeds.high() - speeds.low()) / PLOT_WIDTH,
                            decibels.high()
                                    - place.y() * (decibels.high() - decibels.low()) / PLOT_HEIGHT);
            text.setTextAnchor(TextAnchor.CENTER_LEFT);
            text.setFont(theme.label());
            text.setPaint(point.valid() ? point.ink().color() : HouseTheme.BAD);
            plot.addAnnotation(text);
        }
    }

    private double x(ParetoPoint point) {
        return speeds.position(point.speed() * factor);
    }

    /// Equal outputs have no finite ratio: they stand on the top line.
    private double y(ParetoPoint point) {
        return Double.isInfinite(point.sqnrDb())
                ? decibels.ticks().getLast().position()
                : point.sqnrDb();
    }

    private double pixelX(ParetoPoint point) {
        return pixelX(x(point));
    }

    private double pixelX(double position) {
        return (position - speeds.low()) / (speeds.high() - speeds.low()) * PLOT_WIDTH;
    }

    private double pixelY(ParetoPoint point) {
        return pixelY(y(point));
    }

    private double pixelY(double position) {
        return (decibels.high() - position) / (decibels.high() - decibels.low()) * PLOT_HEIGHT;
    }
}
