package dev.assay.reports.chart;

import dev.assay.core.run.ErrorHistogram;
import dev.assay.reports.paint.HouseTheme;
import dev.assay.reports.paint.Ink;
import dev.assay.reports.paint.LabelPlacer;
import dev.assay.reports.paint.Scale;
import dev.assay.reports.paint.TickAxis;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/// Steps over the decades of errors, a line for each variant, named at its highest step.
final class DistributionChart {
    static final int WIDTH = 620;
    static final int HEIGHT = 360;
    private static final int PLOT_WIDTH = 530;
    private static final int PLOT_HEIGHT = 262;
    private static final double HEADROOM = 1.1;
    private static final double HEADROOM_OF_A_NAME = 0.06;

    private final HouseTheme theme;
    private final List<Distribution> lines;
    private final Scale errors;
    private final Scale shares;

    /// One variant's errors.
    record Distribution(String label, Ink ink, ErrorHistogram histogram) {
        double share(int bin) {
            return (double) histogram.count(bin) / histogram.elements();
        }
    }

    /// @param firstBin that is shown
    /// @param endBin one past the last that is shown
    DistributionChart(HouseTheme theme, List<Distribution> lines, int firstBin, int endBin) {
        this.theme = theme;
        this.lines = lines;
        Scale decades =
                Scale.decades(
                        List.of(
                                ErrorHistogram.lowerEnd(firstBin) * 1.2,
                                ErrorHistogram.lowerEnd(endBin) / 1.2));
        this.errors = decades;
        List<Double> percent = new ArrayList<>();
        for (Distribution line : lines) {
            for (int bin = firstBin; bin < endBin; bin++) {
                percent.add(line.share(bin) * 100);
            }
        }
        double top = percent.stream().max(Double::compare).orElse(1.0);
        // From zero and linear: areas under the steps are shares.
        this.shares = Scale.of(List.of(top * (HEADROOM + HEADROOM_OF_A_NAME * lines.size())));
    }

    JFreeChart draw(String title, String subtitle) {
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        renderer.setDrawSeriesLineAsPath(true);
        XYSeriesCollection data = new XYSeriesCollection();
        for (Distribution line : lines) {
            renderer.setSeriesPaint(data.getSeriesCount(), line.ink().color());
            renderer.setSeriesStroke(data.getSeriesCount(), line.ink().stroke());
            data.addSeries(steps(line, data.getSeriesCount()));
        }
        XYPlot plot =
                new XYPlot(
                        data,
                        new TickAxis("absolute error |a − b|", errors),
                        new TickAxis("% of the elements, by quarter decade", shares),
                        renderer);
        label(plot);
        return theme.chart(title, subtitle + " · log axis", plot);
    }

    private XYSeries steps(Distribution line, int number) {
        XYSeries series = new XYSeries(number, false, true);
        ErrorHistogram histogram = line.histogram();
        for (int bin = histogram.firstBin(); bin < histogram.endBin(); bin++) {
            double left = position(bin);
            double right = position(bin + 1);
            if (right <= errors.low() || left >= errors.high()) {
                continue;
            }
            if (series.isEmpty()) {
                series.add(left, 0);
            }
            series.add(left, line.share(bin) * 100);
            series.add(right, line.share(bin) * 100);
        }
        if (!series.isEmpty()) {
            series.add(series.getMaxX(), 0);
        }
        return series;
    }

    private void label(XYPlot plot) {
        LabelPlacer placer = new LabelPlacer(PLOT_WIDTH, PLOT_HEIGHT);
        lines.forEach(it -> occupy(placer, it));
        List<Distribution> highestFirst =
                lines.stream()
                        .filter(it -> !it.histogram().counts().isEmpty())
                        .sorted(Comparator.comparingDouble(it -> -it.share(mode(it))))
                        .toList();
        for (Distribution line : highestFirst) {
            int mode = mode(line);
            double x = pixel(position(mode) + 0.5 / ErrorHistogram.BINS_PER_DECADE, errors);
            double y = PLOT_HEIGHT - pixelHeight(line.share(mode) * 100) - 8;
            LabelPlacer.Place place = placer.place(line.label(), x, y);
            XYTextAnnotation text =
                    new XYTextAnnotation(
                            line.label(),
                            errors.low() + place.x() * (errors.high() - errors.low()) / PLOT_WIDTH,
                            (PLOT_HEIGHT - place.y()) * shares.high() / PLOT_HEIGHT);
            text.setTextAnchor(TextAnchor.CENTER_LEFT);
            text.setFont(theme.label());
            text.setPaint(line.ink().color());
            plot.addAnnotation(text);
        }
    }

    private void occupy(LabelPlacer placer, Distribution line) {
        double last = PLOT_HEIGHT;
        for (int bin = line.histogram().firstBin(); bin < line.histogram().endBin(); bin++) {
            double left = pixel(position(bin), errors);
            double level = PLOT_HEIGHT - pixelHeight(line.share(bin) * 100);
            placer.occupyLine(left, last, left, level);
            placer.occupyLine(left, level, pixel(position(bin + 1), errors), level);
            last = level;
        }
    }

    private static int mode(Distribution line) {
        int mode = line.histogram().firstBin();
        for (int bin = mode; bin < line.histogram().endBin(); bin++) {
            if (line.share(bin) > line.share(mode)) {
                mode = bin;
            }
        }
        return mode;
    }

    private static double position(int bin) {
        return (double) bin / ErrorHistogram.BINS_PER_DECADE;
    }

    private static double pixel(double position, Scale scale) {
        return (position - scale.low()) / (scale.high() - scale.low()) * PLOT_WIDTH;
    }

    private double pixelHeight(double percent) {
        return percent / shares.high() * PLOT_HEIGHT;
    }
}
