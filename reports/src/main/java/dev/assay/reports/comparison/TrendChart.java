package dev.assay.reports.comparison;

import dev.assay.core.history.TrendRow;
import dev.assay.core.history.TrendRow.Session;
import dev.assay.reports.chart.Chart;
import dev.assay.reports.paint.HouseTheme;
import dev.assay.reports.paint.Png;
import dev.assay.reports.paint.Scale;
import dev.assay.reports.paint.TickAxis;
import dev.assay.reports.text.DataTable;
import dev.assay.reports.text.Numbers;
import dev.assay.reports.text.TimeScale;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/// A case's time over its sessions, with change points and what is known of the machine.
final class TrendChart {
    private static final int WIDTH = 620;
    private static final int HEIGHT = 300;
    private static final int MOST_TICKS = 6;
    private static final double RADIUS = 3;

    private TrendChart() {}

    /// @param number of the chart among those of the page
    static Chart draw(HouseTheme theme, TrendRow row, int number) {
        TimeScale unit =
                TimeScale.of(row.sessions().stream().map(Session::seconds).toList()).finer();
        List<Double> values = row.sessions().stream().map(Session::seconds).toList();
        Scale upright = upright(values, unit);
        XYSeries series = new XYSeries("time", false, true);
        for (int i = 0; i < values.size(); i++) {
            series.add(i, values.get(i).doubleValue());
        }
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, true);
        renderer.setSeriesPaint(0, HouseTheme.INK);
        renderer.setSeriesShape(0, new Ellipse2D.Double(-RADIUS, -RADIUS, 2 * RADIUS, 2 * RADIUS));
        renderer.setSeriesStroke(0, new BasicStroke(1.2f));
        XYPlot plot =
                new XYPlot(
                        new XYSeriesCollection(series),
                        new TickAxis("session", across(row)),
                        new TickAxis(unit.unit(), upright),
                        renderer);
        row.notes().keySet().forEach(it -> plot.addDomainMarker(marker(it, HouseTheme.MUTED, 1f)));
        row.changeAt().forEach(it -> plot.addDomainMarker(marker(it, HouseTheme.BAD, 3f)));
        JFreeChart chart =
                theme.chart(
                        CaseName.of(row.caseId()),
                        "thick lines: the level changed; thin ones: what is known to have changed",
                        plot);
        return new Chart(
                String.format(Locale.ROOT, "trend-%02d.png", number),
                "%s over %s sessions; %s"
                        .formatted(CaseName.of(row.caseId()), row.sessions().size(), summary(row)),
                WIDTH,
                HEIGHT,
                Png.of(chart, WIDTH, HEIGHT),
                numbers(row));
    }

    /// In words, for those who do not see the chart.
    static String summary(TrendRow row) {
        List<String> said = new ArrayList<>();
        row.changeAt().forEach(it -> said.add("the level changed at session " + (it + 1)));
        row.spikeAt().forEach(it -> said.add("session " + (it + 1) + " stands out alone"));
        row.drift().ifPresent(it -> said.add("drifts by " + Numbers.change(it)));
        return said.isEmpty() ? "no change of level, no drift" : String.join(", ", said);
    }

    private static ValueMarker marker(int index, Color color, float width) {
        // Before the session from which on it holds.
        return new ValueMarker(index - 0.5, color, new BasicStroke(width));
    }

    /// Not from zero: a trend is about changes that would not show then.
    private static Scale upright(List<Double> seconds, TimeScale unit) {
        double least = Collections.min(seconds);
        double most = Collections.max(seconds);
        double room = Math.max(0.02 * most, 0.1 * (most - least));
        List<Scale.Tick> ticks =
                IntStream.rangeClosed(0, 4)
                        .mapToDouble(it -> least - room / 2 + it * (most - least + room) / 4)
                        .mapToObj(it -> new Scale.Tick(it, unit.format(it)))
                        .toList();
        return new Scale(false, least - room, most + room, ticks);
    }

    private static Scale across(TrendRow row) {
        int count = row.sessions().size();
        int step = Math.max(1, Math.ceilDiv(count, MOST_TICKS));
        List<Scale.Tick> ticks =
                IntStream.iterate(0, it -> it < count, it -> it + step)
                        .mapToObj(it -> new Scale.Tick(it, date(row.sessions().get(it))))
                        .toList();
        return new Scale(false, -0.7, count - 0.3, ticks);
    }

    private static String date(Session session) {
        return LocalDate.ofInstant(session.when(), ZoneOffset.UTC).toString();
    }

    private static DataTable numbers(TrendRow row) {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < row.sessions().size(); i++) {
            Session session = row.sessions().get(i);
            List<String> notes = new ArrayList<>(row.notes().getOrDefault(i, List.of()));
            if (row.changeAt().contains(i)) {
                notes.add("new level");
            }
            if (row.spikeAt().contains(i)) {
                notes.add("spike");
            }
            rows.add(
                    List.of(
                            Integer.toString(i + 1),
                            date(session),
                            session.run(),
                            Numbers.duration(session.seconds()),
                            String.join("; ", notes)));
        }
        return new DataTable(
                CaseName.of(row.caseId()) + ", by session",
                List.of("session", "date", "run", "time", "known"),
                5,
                rows);
    }
}
