package dev.assay.reports.chart;

import dev.assay.reports.paint.HouseTheme;
import dev.assay.reports.paint.Scale;
import dev.assay.reports.paint.Spread;
import dev.assay.reports.paint.TickAxis;
import java.awt.BasicStroke;
import java.util.List;
import java.util.stream.Stream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;

/// Lines over batch sizes, each named at its end, with whiskers from the smallest to the largest
/// fork.
final class LineChart {
    static final int WIDTH = 620;
    private static final int HEIGHT = 360;
    private static final int PLOT_WIDTH = 530;
    private static final int PLOT_HEIGHT = 262;
    private static final int LABEL_HEIGHT = 16;
    private static final double CHARACTER_WIDTH = 6.6;

    private LineChart() {}

    /// Tall enough that every line's label has its own place.
    static int height(int lines) {
        return Math.max(HEIGHT, HEIGHT - PLOT_HEIGHT + lines * LABEL_HEIGHT);
    }

    /// What the upright axis shows.
    record Values(String unit, Scale scale) {}

    static JFreeChart draw(
            HouseTheme theme, String title, String subtitle, String unit, List<Line> lines) {
        Scale values =
                Scale.of(
                        lines.stream()
                                .flatMap(line -> line.points().stream())
                                .flatMap(it -> Stream.of(it.low(), it.value(), it.high()))
                                .toList());
        return draw(theme, title, subtitle, new Values(unit, values), lines);
    }

    static JFreeChart draw(
            HouseTheme theme,
            String title,
            String subtitle,
            Values axisOfValues,
            List<Line> lines) {
        List<Line.Point> points = lines.stream().flatMap(line -> line.points().stream()).toList();
        Scale values = axisOfValues.scale();
        Scale batches = batches(points, lines);
        XYErrorRenderer renderer = new XYErrorRenderer();
        renderer.setDefaultLinesVisible(true);
        renderer.setDrawXError(false);
        renderer.setCapLength(9);
        renderer.setErrorStroke(new BasicStroke(1.2f));
        XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
        for (Line line : lines.stream().filter(it -> !it.hollow()).toList()) {
            renderer.setSeriesPaint(data.getSeriesCount(), line.ink().color());
            renderer.setSeriesShape(data.getSeriesCount(), line.ink().marker());
            renderer.setSeriesStroke(data.getSeriesCount(), line.ink().stroke());
            data.addSeries(series(line, batches, values));
        }
        XYPlot plot =
                new XYPlot(
                        data,
                        new TickAxis("images per batch", batches),
                        new TickAxis(axisOfValues.unit(), values),
                        renderer);
        addHollow(plot, lines, batches, values);
        label(theme, plot, lines, batches, values);
        String axis = values.logarithmic() ? " · log axis" : "";
        JFreeChart chart = theme.chart(title, subtitle + axis, plot);
        plot.setDomainGridlinesVisible(false);
        return chart;
    }

    /// Empty markers without lines and whiskers, above the others.
    private static void addHollow(XYPlot plot, List<Line> lines, Scale batches, Scale values) {
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);
        XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
        for (Line line : lines.stream().filter(Line::hollow).toList()) {
            renderer.setSeriesPaint(data.getSeriesCount(), line.ink().color());
            renderer.setSeriesShape(data.getSeriesCount(), line.ink().marker());
            renderer.setSeriesShapesFilled(data.getSeriesCount(), false);
            data.addSeries(series(line, batches, values));
        }
        if (data.getSeriesCount() > 0) {
            renderer.setDefaultOutlineStroke(new BasicStroke(1.2f));
            plot.setDataset(1, data);
            plot.setRenderer(1, renderer);
        }
    }

    /// Batches are placed by their logarithm; room for the labels is left at the right.
    private static Scale batches(List<Line.Point> points, List<Line> lines) {
        List<Integer> sizes = points.stream().map(Line.Point::batch).distinct().sorted().toList();
        List<Scale.Tick> ticks =
                sizes.stream()
                        .map(it -> new Scale.Tick(Math.log10(it), Integer.toString(it)))
                        .toList();
        double first = ticks.getFirst().position();
        double last = ticks.getLast().position();
        double span = last > first ? last - first : 1;
        double label =
                lines.stream().mapToInt(it -> it.label().length()).max().orElse(0) * CHARACTER_WIDTH
                        + 22;
        double perPixel = span / (PLOT_WIDTH - label - 30);
        return new Scale(true, first - 30 * perPixel, last + label * perPixel, ticks);
    }

    private static XYIntervalSeries series(Line line, Scale batches, Scale values) {
        XYIntervalSeries series = new XYIntervalSeries(line.label(), true, false);
        for (Line.Point point : line.points()) {
            double x = batches.position(point.batch());
            series.add(
                    x,
                    x,
                    x,
                    values.position(point.value()),
                    values.position(point.low()),
                    values.position(point.high()));
        }
        return series;
    }

    private static void label(
            HouseTheme theme, XYPlot plot, List<Line> lines, Scale batches, Scale values) {
        List<Double> wanted =
                lines.stream()
                        .map(line -> values.position(line.points().getLast().value()))
                        .toList();
        double height = height(lines.size()) - (double) (HEIGHT - PLOT_HEIGHT);
        double gap = LABEL_HEIGHT * (values.high() - values.low()) / height;
        List<Double> places =
                Spread.apart(wanted, gap, values.low() + gap / 2, values.high() - gap / 2);
        double perPixel = (batches.high() - batches.low()) / PLOT_WIDTH;
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            double x = batches.position(line.points().getLast().batch()) + 11 * perPixel;
            XYTextAnnotation text = new XYTextAnnotation(line.label(), x, places.get(i));
            text.setTextAnchor(TextAnchor.CENTER_LEFT);
            text.setFont(theme.label());
            text.setPaint(line.ink().color());
            plot.addAnnotation(text);
        }
    }
}
