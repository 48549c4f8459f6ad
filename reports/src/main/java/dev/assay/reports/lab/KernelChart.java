package dev.assay.reports.lab;

import dev.assay.core.lab.KernelRow;
import dev.assay.reports.chart.Chart;
import dev.assay.reports.paint.HouseTheme;
import dev.assay.reports.paint.Png;
import dev.assay.reports.paint.Scale;
import dev.assay.reports.paint.TickAxis;
import dev.assay.reports.text.DataTable;
import dev.assay.reports.text.Numbers;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/// Variants of a kernel: the share of a copy's bandwidth against the bytes that they move, cold.
final class KernelChart {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 360;
    private static final List<Color> COLORS =
            List.of(
                    new Color(0x1D4ED8),
                    new Color(0xC2410C),
                    new Color(0x0F766E),
                    new Color(0x7E22CE),
                    new Color(0xBE185D),
                    new Color(0x854D0E),
                    new Color(0x6B7280));
    private static final BasicStroke DASHED =
            new BasicStroke(
                    1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, new float[] {5, 4}, 0f);

    private KernelChart() {}

    /// FP16, or the type that is there.
    static Optional<Chart> of(HouseTheme theme, String gpu, String kernel, List<KernelRow> rows) {
        String element =
                rows.stream().anyMatch(it -> it.element().equals("fp16"))
                        ? "fp16"
                        : rows.getFirst().element();
        List<KernelRow> shown =
                rows.stream()
                        .filter(it -> it.cold() && it.element().equals(element))
                        .sorted(Comparator.comparingLong(KernelRow::bytes))
                        .toList();
        if (shown.isEmpty()) {
            return Optional.empty();
        }
        Scale xs = Scale.decades(shown.stream().map(it -> it.bytes() / 1e6).toList());
        Scale ys = Scale.of(shown.stream().map(it -> 100 * it.ofCopy()).toList());
        XYSeriesCollection data = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();
        XYPlot plot =
                new XYPlot(
                        data,
                        new TickAxis("MB that have to be moved", xs),
                        new TickAxis("% of a copy", ys),
                        renderer);
        List<String> variants = shown.stream().map(KernelRow::variant).distinct().sorted().toList();
        for (int i = 0; i < variants.size(); i++) {
            String variant = variants.get(i);
            List<KernelRow> points =
                    shown.stream().filter(it -> it.variant().equals(variant)).toList();
            line(theme, plot, renderer, data, points, COLORS.get(i % COLORS.size()), ys);
        }
        String title = "%s, %s, cold".formatted(kernel, element);
        return Optional.of(
                new Chart(
                        "kernel-" + kernel.replaceAll("[^a-z0-9-]", "-") + ".png",
                        "%s on a %s: share of a copy's bandwidth of %s against the bytes moved"
                                .formatted(title, gpu, String.join(", ", variants)),
                        WIDTH,
                        HEIGHT,
                        Png.of(
                                theme.chart(
                                        title,
                                        gpu + " · dashed: not the plugin's own · logarithmic bytes",
                                        plot),
                                WIDTH,
                                HEIGHT),
                        numbers(title, shown)));
    }

    private static void line(
            HouseTheme theme,
            XYPlot plot,
            XYLineAndShapeRenderer renderer,
            XYSeriesCollection data,
            List<KernelRow> points,
            Color color,
            Scale ys) {
        XYSeries series = new XYSeries(data.getSeriesCount(), false, true);
        points.forEach(it -> series.add(Math.log10(it.bytes() / 1e6), place(it, ys)));
        int index = data.getSeriesCount();
        data.addSeries(series);
        KernelRow last = points.getLast();
        renderer.setSeriesPaint(index, color);
        renderer.setSeriesShape(index, new Ellipse2D.Double(-3, -3, 6, 6));
        renderer.setSeriesStroke(index, KernelLabPart.own(last) ? new BasicStroke(1.6f) : DASHED);
        XYTextAnnotation label =
                new XYTextAnnotation(
                        last.variant(), Math.log10(last.bytes() / 1e6), place(last, ys));
        label.setTextAnchor(TextAnchor.BOTTOM_RIGHT);
        label.setFont(theme.label());
        label.setPaint(color);
        plot.addAnnotation(label);
    }

    private static double place(KernelRow row, Scale ys) {
        double percent = 100 * row.ofCopy();
        return ys.logarithmic() ? Math.log10(percent) : percent;
    }

    private static DataTable numbers(String title, List<KernelRow> rows) {
        List<List<String>> lines = new ArrayList<>();
        rows.forEach(it ->
                lines.add(
                        List.of(
                                it.variant(),
                                it.shape().toString(),
                                Numbers.significant(it.bytes() / 1e6),
                                Numbers.percent(it.ofCopy()))));
        return new DataTable(title, List.of("Variant", "Shape", "MB", "Of a copy"), 2, lines);
    }
}
