package dev.assay.reports.paint;

import dev.assay.core.AssayException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jfree.chart.JFreeChart;

/// A chart drawn at twice its size, for sharp text on dense screens and in print.
public final class Png {
    private static final int RESOLUTION = 2;

    private final byte[] bytes;

    private Png(byte[] bytes) {
        this.bytes = bytes;
    }

    /// The file's content.
    public byte[] bytes() {
        return bytes.clone();
    }

    /// The file carries no time stamp: equal charts are equal bytes.
    public static Png of(JFreeChart chart, int width, int height) {
        BufferedImage image =
                new BufferedImage(
                        width * RESOLUTION, height * RESOLUTION, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.scale(RESOLUTION, RESOLUTION);
            graphics.setRenderingHint(
                    RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(
                    RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setRenderingHint(
                    RenderingHints.KEY_FRACTIONALMETRICS,
                    RenderingHints.VALUE_FRACTIONALMETRICS_ON);
            graphics.setRenderingHint(
                    RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            chart.draw(graphics, new Rectangle2D.Double(0, 0, width, height));
        } finally {
            graphics.dispose();
        }
        return new Png(encode(image));
    }

    private static byte[] encode(BufferedImage image) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam settings = writer.getDefaultWriteParam();
            settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            settings.setCompressionQuality(0);
            writer.setOutput(out);
            writer.write(null, new IIOImage(Palette.reduce(image), null, null), settings);
        } catch (IOException e) {
            throw AssayException.environment("Cannot encode a PNG: " + e, e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
