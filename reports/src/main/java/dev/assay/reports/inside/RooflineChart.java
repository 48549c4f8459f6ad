package dev.assay.reports.inside;

import dev.assay.core.breakdown.Breakdown;
import dev.assay.core.breakdown.LayerCost;
import dev.assay.core.speed.Ceilings;
import dev.assay.core.speed.DataSheet;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/// Operations a second of every layer against its arithmetic intensity, under the GPU's ceilings.
///
/// Layers without operations have no place in it; the table of layers shows how near they come to
/// the memory's ceiling. The A10's ceilings are drawn beside, dashed: published results are its.
final class RooflineChart {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 430;

    /// Other roofs run behind a label, not through it.
    private static final Color LABEL_GROUND = new Color(0xFF, 0xFF, 0xFF, 0xC0);

    /// The highest roof's label stands above it.
    private static final double HEADROOM = 1.5;

    private static final double LEAST_SHARE = 0.0005;
    private static final double LABEL_PLACE = 0.82;
    private static final Map<String, Color> COLORS =
            Map.of(
                    "FP32", new Color(0x1D4ED8),
                    "TF32", new Color(0x0F766E),
                    "FP16", new Color(0xC2410C),
                    "BF16", new Color(0x7E22CE),
                    "INT8", new Color(0xBE185D),
                    "FP8", new Color(0x854D0E));
    private static final BasicStroke SOLID = new BasicStroke(1.6f);
    private static final BasicStroke DASHED =
            new BasicStroke(
                    1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, new float[] {5, 4}, 0f);

    private final XYSeriesCollection data = new XYSeriesCollection();
    private final XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();
    private final HouseTheme theme;
    private final Breakdown engine;
    private final List<LayerCost> points;
    private final Scale xs;
    private final Scale ys;

    private RooflineChart(HouseTheme theme, Breakdown engine, List<LayerCost> points) {
        this.theme = theme;
        this.engine = engine;
        this.points = points;
        this.xs = Scale.decades(points.stream().map(RooflineChart::intensity).toList());
        List<Double> rates = new ArrayList<>(points.stream().map(RooflineChart::rate).toList());
        precisions()
                .forEach(it ->
                        engine.ceilings()
                                .flatMap(c -> c.flopPerSecond(it).stream().boxed().findFirst())
                                .ifPresent(peak -> rates.add(HEADROOM * peak / 1e12)));
        this.ys = Scale.decades(rates);
    }

    /// @return empty without times or ceilings
    static Optional<Chart> of(HouseTheme theme, InsideCase it) {
        List<LayerCost> points =
                it.breakdown().layers().stream()
                        .filter(layer -> layer.flopPerSecond().orElse(0) > 0)
                        .filter(layer -> layer.work().intensity().orElse(0) > 0)
                        .filter(layer ->
                                layer.seconds().orElse(0)
                                        > LEAST_SHARE * it.breakdown().sumSeconds())
                        .toList();
        return points.isEmpty() || it.breakdown().ceilings().isEmpty()
                ? Optional.empty()
                : Optional.of(new RooflineChart(theme, it.breakdown(), points).draw(it));
    }

    private static double intensity(LayerCost layer) {
        return layer.work().intensity().orElse(0);
    }

    /// In TFLOP/s.
    private static double rate(LayerCost layer) {
        return layer.flopPerSecond().orElse(0) / 1e12;
    }

    private List<String> precisions() {
        return points.stream().map(it -> it.layer().precision()).distinct().sorted().toList();
    }

    private Chart draw(InsideCase it) {
        Ceilings own = engine.ceilings().orElseThrow();
        XYPlot plot =
                new XYPlot(
                        data,
                        new TickAxis("Arithmetic intensity, FLOP for each byte", xs),
                        new TickAxis("TFLOP/s", ys),
                        renderer);
        for (String precision : precisions()) {
            roof(plot, own, precision, SOLID, own.device());
            roof(plot, DataSheet.A10, precision, DASHED, "A10");
        }
        for (LayerCost layer : points) {
            dot(layer);
        }
        String subtitle =
                "each dot a layer, larger where it takes longer · solid: %s, %s · dashed: A10, data sheet · log axes"
                        .formatted(own.device(), own.source());
        return new Chart(
                "roofline-" + it.row().id().text().replace('/', '.') + ".png",
                "Roofline of "
                        + it.row().id()
                        + ": operations a second of %d layers against their arithmetic intensity"
                                .formatted(points.size()),
                WIDTH,
                HEIGHT,
                Png.of(theme.chart("Roofline", subtitle, plot), WIDTH, HEIGHT),
                numbers(own));
    }

    /// min(peak, intensity × bandwidth).
    private void roof(
            XYPlot plot, Ceilings ceilings, String precision, BasicStroke stroke, String device) {
        if (ceilings.flopPerSecond(precision).isEmpty()) {
            return;
        }
        double peak = ceilings.flopPerSecond(precision).getAsDouble() / 1e12;
        double bandwidth = ceilings.bytesPerSecond() / 1e12;
        double knee = peak / bandwidth;
        double low = Math.pow(10, xs.low());
        double high = Math.pow(10, xs.high());
        XYSeries line = new XYSeries(data.getSeriesCount(), false, true);
        add(line, low, Math.min(peak, low * bandwidth));
        if (knee > low && knee < high) {
            add(line, knee, peak);
        }
        add(line, high, Math.min(peak, high * bandwidth));
        int index = data.getSeriesCount();
        data.addSeries(line);
        renderer.setSeriesShapesVisible(index, false);
        renderer.setSeriesLinesVisible(index, true);
        renderer.setSeriesStroke(index, stroke);
        renderer.setSeriesPaint(index, color(precision));
        // The two devices' labels stand apart, as their roofs can lie on each other.
        double at = stroke == SOLID ? xs.high() : xs.low() + LABEL_PLACE * (xs.high() - xs.low());
        double end = Math.min(peak, Math.pow(10, at) * bandwidth);
        XYTextAnnotation label =
                new XYTextAnnotation(device + " " + precision, at, Math.log10(end));
        label.setTextAnchor(TextAnchor.BOTTOM_RIGHT);
        label.setFont(theme.label());
        label.setPaint(color(precision));
        label.setBackgroundPaint(LABEL_GROUND);
        plot.addAnnotation(label);
    }

    private void add(XYSeries line, double intensity, double rate) {
        line.add(Math.log10(intensity), Math.max(ys.low(), Math.log10(rate)));
    }

    private void dot(LayerCost layer) {
        double share = layer.seconds().orElse(0) / engine.sumSeconds();
        double size = 4 + 40 * Math.sqrt(share);
        XYSeries series = new XYSeries(data.getSeriesCount(), false, true);
        series.add(Math.log10(intensity(layer)), Math.log10(rate(layer)));
        int index = data.getSeriesCount();
        data.addSeries(series);
        renderer.setSeriesLinesVisible(index, false);
        renderer.setSeriesShapesVisible(index, true);
        renderer.setSeriesShape(index, new Ellipse2D.Double(-size / 2, -size / 2, size, size));
        Color color = color(layer.layer().precision());
        renderer.setSeriesPaint(
                index, new Color(color.getRed(), color.getGreen(), color.getBlue(), 0x80));
    }

    private static Color color(String precision) {
        return COLORS.getOrDefault(precision, HouseTheme.MUTED);
    }

    private DataTable numbers(Ceilings own) {
        List<List<String>> rows = new ArrayList<>();
        for (Ceilings ceilings : List.of(own, DataSheet.A10)) {
            for (String precision : precisions()) {
                rows.add(
                        List.of(
                                ceilings.device() + " " + precision,
                                ceilings.source(),
                                ceilings.flopPerSecond(precision).isPresent()
                                        ? Numbers.significant(
                                                ceilings.flopPerSecond(precision).getAsDouble()
                                                        / 1e12)
                                        : Numbers.ABSENT,
                                Numbers.significant(ceilings.bytesPerSecond() / 1e9)));
            }
        }
        return new DataTable(
                "Ceilings; the layers are in the table below",
                List.of("Ceiling", "Source", "TFLOP/s", "GB/s"),
                2,
                rows);
    }
}
