package dev.assay.reports.paint;

import dev.assay.core.AssayException;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;

/// How every chart of Assay looks: white, a light grid, one bundled typeface, no decoration.
///
/// The typeface travels with Assay so that every machine draws the same pixels.
public final class HouseTheme {
    public static final Color INK = new Color(0x1F2933);
    public static final Color MUTED = new Color(0x5C6773);
    public static final Color GRID = new Color(0xE6E9EE);
    public static final Color BAD = new Color(0xB42318);

    private static final float TITLE = 15f;
    private static final float LABEL = 12f;

    private final Font font;

    private HouseTheme(Font font) {
        this.font = font;
    }

    /// @throws AssayException if the JDK cannot use fonts on this machine
    public static HouseTheme load() {
        try (InputStream font = openFont()) {
            return new HouseTheme(Font.createFont(Font.TRUETYPE_FONT, font));
        } catch (IOException | FontFormatException e) {
            throw AssayException.environment("The JDK cannot use fonts here: " + e.getMessage(), e);
        }
    }

    /// The font that comes along, for whoever has to put it elsewhere.
    public static InputStream openFont() throws IOException {
        InputStream packed = HouseTheme.class.getResourceAsStream("Inter-Regular.otf.gz");
        if (packed == null) {
            throw AssayException.data("Inter-Regular.otf.gz is missing from assay-reports");
        }
        return new GZIPInputStream(packed);
    }

    public Font label() {
        return font.deriveFont(LABEL);
    }

    /// A chart with its heading flush left, as text is read.
    public JFreeChart chart(String title, String subtitle, XYPlot plot) {
        JFreeChart chart = new JFreeChart(null, label(), plot, false);
        chart.setBackgroundPaint(Color.WHITE);
        chart.setPadding(new RectangleInsets(10, 12, 8, 12));
        chart.addSubtitle(heading(title, TITLE, INK, 2));
        chart.addSubtitle(heading(subtitle, LABEL, MUTED, 12));
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinePaint(GRID);
        plot.setRangeGridlinePaint(GRID);
        plot.setDomainGridlineStroke(new BasicStroke(1f));
        plot.setRangeGridlineStroke(new BasicStroke(1f));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        style(plot.getDomainAxis());
        style(plot.getRangeAxis());
        return chart;
    }

    private TextTitle heading(String text, float size, Color color, double below) {
        TextTitle heading = new TextTitle(text, font.deriveFont(size));
        heading.setPaint(color);
        heading.setPosition(RectangleEdge.TOP);
        heading.setHorizontalAlignment(HorizontalAlignment.LEFT);
        heading.setTextAlignment(HorizontalAlignment.LEFT);
        heading.setPadding(0, 2, below, 2);
        return heading;
    }

    private void style(ValueAxis axis) {
        axis.setLabelFont(label());
        axis.setLabelPaint(MUTED);
        axis.setTickLabelFont(label());
        axis.setTickLabelPaint(INK);
        axis.setTickMarksVisible(false);
        axis.setAxisLinePaint(GRID);
    }
}
