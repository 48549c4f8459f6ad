package dev.assay.reports.boundary;

import dev.assay.core.ladder.Part;
import dev.assay.reports.chart.Chart;
import dev.assay.reports.model.Section;
import dev.assay.reports.paint.HouseTheme;
import dev.assay.reports.paint.Png;
import dev.assay.reports.paint.Scale;
import dev.assay.reports.paint.TickAxis;
import dev.assay.reports.text.DataTable;
import dev.assay.reports.text.Numbers;
import dev.assay.reports.text.TimeScale;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jfree.chart.annotations.XYBoxAnnotation;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeriesCollection;

/// One bar a case: what the highest boundary is made of, from the layers to Java's arrays.
final class LadderChart {
    private static final int WIDTH = 1190;
    private static final int ROW = 30;
    private static final int FRAME = 150;
    private static final double HALF_BAR = 0.36;
    private static final double ROOM_FOR_TOTAL = 1.12;

    /// Cold on the device, warm on the host.
    private static final Map<Part, Color> COLORS =
            Map.of(
                    Part.LAYERS, new Color(0x1D4ED8),
                    Part.DEVICE, new Color(0x1D4ED8),
                    Part.GAPS, new Color(0x93C5FD),
                    Part.TRANSFERS, new Color(0x0F766E),
                    Part.LAUNCH, new Color(0xFBBF24),
                    Part.QUERY, new Color(0xC2410C),
                    Part.HEAP, new Color(0x7E22CE));

    private LadderChart() {}

    static Chart of(HouseTheme theme, Section section, List<CaseLadder> cases) {
        List<Part> parts =
                Stream.of(Part.values())
                        .filter(part ->
                                cases.stream()
                                        .anyMatch(it -> it.ladder().parts().containsKey(part)))
                        .toList();
        List<Double> totals = cases.stream().map(LadderChart::total).toList();
        TimeScale unit = TimeScale.of(totals);
        double perSecond = unit.unit().isEmpty() ? 1e3 : unit.perSecond();
        String unitName = unit.unit().isEmpty() ? "ms" : unit.unit();
        double longest = totals.stream().max(Double::compare).orElse(1.0) * perSecond;
        Scale times = Scale.of(List.of(longest)).withHigh(longest * ROOM_FOR_TOTAL);
        XYPlot plot =
                new XYPlot(
                        new XYSeriesCollection(),
                        new TickAxis(unitName, times),
                        new TickAxis("", rows(cases)),
                        new XYLineAndShapeRenderer());
        for (int i = 0; i < cases.size(); i++) {
            bar(theme, plot, cases.get(i), cases.size() - 1.0 - i, perSecond);
        }
        legend(theme, plot, parts, cases.size(), times.high());
        int height = FRAME + ROW * (cases.size() + 1);
        String title = "What a query costs: " + section.title();
        return new Chart(
                "boundaries-" + section.slug() + ".png",
                title + ", one bar a case, from the layers to Java's arrays",
                WIDTH,
                height,
                Png.of(
                        theme.chart(
                                title,
                                "medians · each part is the difference of two boundaries · every bar ends at the highest one",
                                plot),
                        WIDTH,
                        height),
                numbers(cases, parts));
    }

    private static double total(CaseLadder it) {
        return it.ladder().parts().values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static void bar(
            HouseTheme theme, XYPlot plot, CaseLadder it, double y, double perSecond) {
        double from = 0;
        for (Map.Entry<Part, Double> part : it.ladder().parts().entrySet()) {
            double to = from + part.getValue() * perSecond;
            plot.addAnnotation(box(from, y, to, y, color(part.getKey())));
            from = to;
        }
        plot.addAnnotation(text(theme, " " + Numbers.duration(total(it)), from, y, HouseTheme.INK));
    }

    private static XYBoxAnnotation box(double x0, double y0, double x1, double y1, Color color) {
        return new XYBoxAnnotation(
                x0, y0 - HALF_BAR, x1, y1 + HALF_BAR, new BasicStroke(0f), color, color);
    }

    private static XYTextAnnotation text(
            HouseTheme theme, String text, double x, double y, Color color) {
        XYTextAnnotation annotation = new XYTextAnnotation(text, x, y);
        annotation.setTextAnchor(TextAnchor.CENTER_LEFT);
        annotation.setFont(theme.label());
        annotation.setPaint(color);
        return annotation;
    }

    /// In the row above the first bar, in the order of the parts.
    private static void legend(
            HouseTheme theme, XYPlot plot, List<Part> parts, double y, double width) {
        double step = width / Part.values().length;
        for (int i = 0; i < parts.size(); i++) {
            double x = i * step;
            Color color = color(parts.get(i));
            plot.addAnnotation(
                    new XYBoxAnnotation(
                            x,
                            y - HALF_BAR / 2,
                            x + step * 0.08,
                            y + HALF_BAR / 2,
                            new BasicStroke(0f),
                            color,
                            color));
            plot.addAnnotation(
                    text(theme, parts.get(i).label(), x + step * 0.11, y, HouseTheme.MUTED));
        }
    }

    private static Color color(Part part) {
        return COLORS.getOrDefault(part, HouseTheme.MUTED);
    }

    private static Scale rows(List<CaseLadder> cases) {
        List<Scale.Tick> ticks = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            ticks.add(new Scale.Tick(cases.size() - 1.0 - i, cases.get(i).label()));
        }
        return new Scale(false, -0.6, cases.size() + 0.6, ticks);
    }

    private static DataTable numbers(List<CaseLadder> cases, List<Part> parts) {
        List<String> headings = new ArrayList<>(List.of("Case"));
        parts.forEach(part -> headings.add(part.label()));
        List<List<String>> rows = new ArrayList<>();
        for (CaseLadder it : cases) {
            Map<Part, Double> own = it.ladder().parts();
            List<String> row = new ArrayList<>(List.of(it.label()));
            for (Part part : parts) {
                Double seconds = own.get(part);
                row.add(seconds == null ? Numbers.ABSENT : Numbers.duration(seconds));
            }
            rows.add(row);
        }
        return new DataTable("What a query costs, part by part", headings, 1, rows);
    }
}
