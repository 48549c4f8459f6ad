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
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYLineAnnotation;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.plot.SeriesRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/// One row a size and type of a kernel, its variants as dots by their share of a copy's bandwidth,
/// cold.
final class KernelChart {
    private static final int WIDTH = 900;
    private static final int ROW = 24;
    private static final int FRAME = 116;
    private static final double ROOM_FOR_NAME = 0.3;

    private static final Color FASTEST = new Color(0x1D4ED8);
    private static final Color OTHER = new Color(0x9AA5B1);
    private static final Color PYTORCH = new Color(0xC2410C);

    /// Of a ring, which shows what lies below it.
    private static final Color CLEAR = new Color(0, 0, 0, 0);

    private static final String AUTO = "auto";

    private KernelChart() {}

    static Optional<Chart> of(HouseTheme theme, String gpu, String kernel, List<KernelRow> rows) {
        Map<KernelRow.Subject, List<KernelRow>> bySubject =
                rows.stream()
                        .filter(KernelRow::cold)
                        .sorted(
                                Comparator.comparing(KernelRow::element)
                                        .thenComparing(KernelRow::bytes))
                        .collect(
                                Collectors.groupingBy(
                                        KernelRow::subject,
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        List<KernelRow> shown = bySubject.values().stream().flatMap(List::stream).toList();
        if (shown.isEmpty()) {
            return Optional.empty();
        }
        int height = FRAME + ROW * bySubject.size();
        String title = kernel + ", cold";
        return Optional.of(
                new Chart(
                        "kernel-" + kernel.replaceAll("[^a-z0-9-]", "-") + ".png",
                        "%s on a %s: share of a copy's bandwidth of %s, for %d sizes and types"
                                .formatted(
                                        title,
                                        gpu,
                                        shown.stream()
                                                .map(KernelRow::variant)
                                                .distinct()
                                                .sorted()
                                                .collect(Collectors.joining(", ")),
                                        bySubject.size()),
                        WIDTH,
                        height,
                        Png.of(draw(theme, title, gpu, bySubject), WIDTH, height),
                        numbers(title, shown)));
    }

    private static JFreeChart draw(
            HouseTheme theme,
            String title,
            String gpu,
            Map<KernelRow.Subject, List<KernelRow>> bySubject) {
        Scale shares = shares(bySubject);
        XYSeriesCollection data = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);
        renderer.setUseFillPaint(true);
        renderer.setDrawOutlines(true);
        renderer.setUseOutlinePaint(true);
        renderer.setDefaultOutlineStroke(new BasicStroke(1.6f));
        XYPlot plot =
                new XYPlot(
                        data,
                        new TickAxis("% of a copy", shares),
                        new TickAxis(
                                "",
                                Scale.rows(
                                        bySubject.keySet().stream()
                                                .map(KernelChart::label)
                                                .toList())),
                        renderer);
        // The fastest and PyTorch's lie over the others where dots meet.
        plot.setSeriesRenderingOrder(SeriesRenderingOrder.FORWARD);
        double y = bySubject.size();
        for (List<KernelRow> rows : bySubject.values()) {
            y--;
            row(theme, plot, renderer, rows, shares, y);
        }
        double bar = 100 * KernelLabPart.NEAR;
        plot.addAnnotation(
                new XYLineAnnotation(
                        bar,
                        -0.6,
                        bar,
                        bySubject.size() - 0.4,
                        new BasicStroke(1.2f),
                        HouseTheme.INK));
        JFreeChart chart =
                theme.chart(
                        title + ", " + gpu,
                        "filled: ours, the fastest named, with torch.compile's time over its · ring: auto · hollow: PyTorch, diamond: torch.compile · bar: 85 %",
                        plot);
        plot.setRangeGridlinesVisible(true);
        return chart;
    }

    private static void row(
            HouseTheme theme,
            XYPlot plot,
            XYLineAndShapeRenderer renderer,
            List<KernelRow> rows,
            Scale shares,
            double y) {
        List<KernelRow> ours =
                rows.stream()
                        .filter(it -> KernelLabPart.own(it) && !it.variant().equals(AUTO))
                        .sorted(Comparator.comparingDouble(KernelRow::medianSeconds).reversed())
                        .toList();
        ours.forEach(it -> {
            Color color = it == ours.getLast() ? FASTEST : OTHER;
            add(plot, renderer, it, y, circle(4), color, color);
        });
        for (KernelRow it : rows) {
            switch (it.variant()) {
                case AUTO -> add(plot, renderer, it, y, circle(7), CLEAR, HouseTheme.INK);
                case KernelLabPart.COMPILED ->
                        add(plot, renderer, it, y, diamond(), Color.WHITE, PYTORCH);
                case KernelLabPart.PYTORCH ->
                        add(plot, renderer, it, y, circle(4), Color.WHITE, PYTORCH);
                default -> {}
            }
        }
        if (!ours.isEmpty()) {
            plot.addAnnotation(name(theme, ours.getLast(), rows, shares, y));
        }
    }

    private static void add(
            XYPlot plot,
            XYLineAndShapeRenderer renderer,
            KernelRow row,
            double y,
            Shape shape,
            Color fill,
            Color outline) {
        XYSeriesCollection data = (XYSeriesCollection) plot.getDataset();
        int index = data.getSeriesCount();
        XYSeries series = new XYSeries(index, false, true);
        series.add(100 * row.ofCopy(), y);
        data.addSeries(series);
        renderer.setSeriesShape(index, shape);
        renderer.setSeriesFillPaint(index, fill);
        renderer.setSeriesPaint(index, outline);
        renderer.setSeriesOutlinePaint(index, outline);
    }

    private static XYTextAnnotation name(
            HouseTheme theme, KernelRow fastest, List<KernelRow> rows, Scale shares, double y) {
        String against = KernelLabPart.against(KernelLabPart.COMPILED, fastest, rows);
        XYTextAnnotation name =
                new XYTextAnnotation(
                        against.equals(Numbers.ABSENT)
                                ? fastest.variant()
                                : fastest.variant() + "  " + against,
                        shares.high(),
                        y);
        name.setTextAnchor(TextAnchor.CENTER_RIGHT);
        name.setFont(theme.label());
        name.setBackgroundPaint(Color.WHITE);
        name.setPaint(FASTEST);
        return name;
    }

    private static Shape circle(double radius) {
        return new Ellipse2D.Double(-radius, -radius, 2 * radius, 2 * radius);
    }

    private static Shape diamond() {
        double reach = 5.5;
        Path2D path = new Path2D.Double();
        path.moveTo(0, -reach);
        path.lineTo(reach, 0);
        path.lineTo(0, reach);
        path.lineTo(-reach, 0);
        path.closePath();
        return path;
    }

    /// Linear from zero: that one variant takes a hundredth of a copy's bandwidth is seen, and what
    /// counts, the last fifth, is not pressed together.
    private static Scale shares(Map<KernelRow.Subject, List<KernelRow>> bySubject) {
        Scale scale =
                Scale.of(
                        bySubject.values().stream()
                                .flatMap(List::stream)
                                .map(it -> 100 * Math.max(it.ofCopy(), KernelLabPart.NEAR))
                                .toList());
        return scale.withHigh(scale.high() * (1 + ROOM_FOR_NAME));
    }

    private static String label(KernelRow.Subject subject) {
        return subject.shape().stream()
                .map(String::valueOf)
                .collect(Collectors.joining("x", "", "  " + subject.element()));
    }

    private static DataTable numbers(String title, List<KernelRow> rows) {
        List<List<String>> lines = new ArrayList<>();
        rows.forEach(it ->
                lines.add(
                        List.of(
                                it.variant(),
                                it.element(),
                                it.shape().toString(),
                                Numbers.significant(it.bytes() / 1e6),
                                Numbers.percent(it.ofCopy()))));
        return new DataTable(
                title, List.of("Variant", "Type", "Shape", "MB", "Of a copy"), 3, lines);
    }
}
