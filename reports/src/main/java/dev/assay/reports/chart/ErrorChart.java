package dev.assay.reports.chart;

import dev.assay.reports.paint.HouseTheme;
import dev.assay.reports.paint.Scale;
import dev.assay.reports.paint.TickAxis;
import dev.assay.reports.text.Numbers;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYLineAnnotation;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/// One row a case, its errors as dots on a logarithmic axis, its limit as a bar.
final class ErrorChart {
    static final int WIDTH = 1190;
    private static final int ROW = 22;
    private static final int FRAME = 116;
    private static final double ROOM_FOR_VALUE = 0.17;

    private ErrorChart() {}

    static int height(int rows) {
        return FRAME + ROW * rows;
    }

    static JFreeChart draw(HouseTheme theme, String title, String subtitle, List<ErrorDot> dots) {
        Scale errors = errors(dots);
        XYSeriesCollection data = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);
        renderer.setUseFillPaint(true);
        renderer.setDefaultOutlineStroke(new BasicStroke(1.6f));
        renderer.setDrawOutlines(true);
        renderer.setUseOutlinePaint(true);
        XYPlot plot =
                new XYPlot(
                        data,
                        new TickAxis("error, logarithmic", errors),
                        new TickAxis("", Scale.rows(dots.stream().map(ErrorDot::label).toList())),
                        renderer);
        for (int i = 0; i < dots.size(); i++) {
            ErrorDot dot = dots.get(i);
            double y = dots.size() - 1.0 - i;
            Color color = dot.failed() ? HouseTheme.BAD : dot.ink().color();
            add(data, renderer, dot.medianRelative(), errors, y, Color.WHITE, color);
            add(data, renderer, dot.relativeL2(), errors, y, color, color);
            dot.limit().ifPresent(limit -> limit(plot, errors.position(limit), y));
            plot.addAnnotation(value(theme, dot, errors, y));
        }
        JFreeChart chart = theme.chart(title, subtitle, plot);
        plot.setRangeGridlinesVisible(true);
        return chart;
    }

    private static void add(
            XYSeriesCollection data,
            XYLineAndShapeRenderer renderer,
            OptionalDouble error,
            Scale errors,
            double y,
            Color fill,
            Color outline) {
        int index = data.getSeriesCount();
        XYSeries series = new XYSeries(index, false, true);
        error.ifPresent(it -> series.add(position(errors, it), y));
        data.addSeries(series);
        Shape circle = new Ellipse2D.Double(-4.5, -4.5, 9, 9);
        renderer.setSeriesShape(index, circle);
        renderer.setSeriesFillPaint(index, fill);
        renderer.setSeriesPaint(index, outline);
        renderer.setSeriesOutlinePaint(index, outline);
    }

    /// An exact zero has no logarithm: it stands on the axis' left end.
    private static double position(Scale errors, double error) {
        return error > 0 ? errors.position(error) : errors.low();
    }

    private static void limit(XYPlot plot, double x, double y) {
        plot.addAnnotation(
                new XYLineAnnotation(
                        x, y - 0.34, x, y + 0.34, new BasicStroke(2.4f), HouseTheme.INK));
    }

    private static XYTextAnnotation value(HouseTheme theme, ErrorDot dot, Scale errors, double y) {
        String text =
                dot.relativeL2().isPresent()
                        ? Numbers.scientific(dot.relativeL2())
                        : "relative L2 undefined";
        XYTextAnnotation value =
                new XYTextAnnotation(
                        dot.failed() ? text + "  out of tolerance" : text, errors.high(), y);
        value.setTextAnchor(TextAnchor.CENTER_RIGHT);
        value.setFont(theme.label());
        value.setBackgroundPaint(Color.WHITE);
        value.setPaint(dot.failed() ? HouseTheme.BAD : HouseTheme.MUTED);
        return value;
    }

    private static Scale errors(List<ErrorDot> dots) {
        List<Double> values = new ArrayList<>();
        for (ErrorDot dot : dots) {
            DoubleStream.concat(
                            dot.limit().stream(),
                            DoubleStream.concat(
                                    dot.relativeL2().stream(), dot.medianRelative().stream()))
                    .filter(Double::isFinite)
                    .forEach(values::add);
        }
        Scale scale = Scale.decades(values);
        double span = scale.high() - scale.low();
        return scale.withHigh(scale.high() + span * ROOM_FOR_VALUE)
                .withLow(scale.low() - span * 0.02);
    }
}
