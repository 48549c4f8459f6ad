package dev.assay.accuracy.detection.image;

import dev.assay.core.AssayException;
import dev.assay.core.detection.Extent;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.function.Function;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/// A PNG or JPEG file as `PIL.Image.open(…).convert("RGB")` reads it.
///
/// Stored values are taken as they are: no colour profile is applied, alpha is dropped, grey counts
/// for all three channels, and an orientation in EXIF turns nothing, as COCO's boxes expect.
final class ImageFile {
    /// 2^27 pixels: a file that claims more is refused before memory is taken for it.
    private static final long MOST_PIXELS = 1L << 27;

    private ImageFile() {}

    /// Reads the header alone.
    ///
    /// @throws AssayException if the file is missing or no image
    static Extent size(Path file) {
        return with(file, reader -> new Extent(height(file, reader), width(file, reader)));
    }

    /// @throws AssayException if the file is missing, damaged, or of more than 8 bits a channel
    static Pixels read(Path file) {
        return with(
                file,
                reader -> {
                    long pixels = (long) height(file, reader) * width(file, reader);
                    if (pixels > MOST_PIXELS) {
                        throw refusal(file, "it claims %d pixels".formatted(pixels));
                    }
                    try {
                        return pixels(file, reader.read(0));
                    } catch (IOException | RuntimeException e) {
                        throw refusal(file, String.valueOf(e.getMessage()));
                    }
                });
    }

    private static <T> T with(Path file, Function<ImageReader, T> use) {
        if (!Files.isRegularFile(file)) {
            throw refusal(file, "there is no such file: check 'images' of the suite");
        }
        try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
            if (stream == null) {
                throw refusal(file, "it cannot be opened");
            }
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw refusal(file, "it is no PNG or JPEG file");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream, true, true);
                return use.apply(reader);
            } finally {
                reader.dispose();
            }
        } catch (IOException e) {
            throw refusal(file, e.toString());
        }
    }

    private static int height(Path file, ImageReader reader) {
        try {
            return reader.getHeight(0);
        } catch (IOException | RuntimeException e) {
            throw refusal(file, String.valueOf(e.getMessage()));
        }
    }

    private static int width(Path file, ImageReader reader) {
        try {
            return reader.getWidth(0);
        } catch (IOException | RuntimeException e) {
            throw refusal(file, String.valueOf(e.getMessage()));
        }
    }

    private static Pixels pixels(Path file, BufferedImage image) {
        Extent size = new Extent(image.getHeight(), image.getWidth());
        float[] values = new float[size.height() * size.width() * Pixels.CHANNELS];
        if (image.getColorModel() instanceof IndexColorModel palette) {
            fromPalette(image.getRaster(), palette, values);
            return new Pixels(size, values);
        }
        // getRGB would convert grey as if it were linear light.
        Raster raster = image.getRaster();
        if (raster.getTransferType() != DataBuffer.TYPE_BYTE
                && !(raster.getTransferType() == DataBuffer.TYPE_INT)) {
            throw refusal(file, "it has more than 8 bits a channel: save it with 8");
        }
        int bands = raster.getNumBands();
        int[] row = new int[size.width() * bands];
        int at = 0;
        for (int y = 0; y < size.height(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, size.width(), 1, row);
            for (int x = 0; x < size.width(); x++) {
                for (int channel = 0; channel < Pixels.CHANNELS; channel++) {
                    values[at++] = row[x * bands + (bands >= Pixels.CHANNELS ? channel : 0)];
                }
            }
        }
        return new Pixels(size, values);
    }

    private static void fromPalette(Raster raster, IndexColorModel palette, float[] values) {
        int[] row = new int[raster.getWidth()];
        int at = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(0, y, raster.getWidth(), 1, 0, row);
            for (int index : row) {
                values[at++] = palette.getRed(index);
                values[at++] = palette.getGreen(index);
                values[at++] = palette.getBlue(index);
            }
        }
    }

    private static AssayException refusal(Path file, String what) {
        return AssayException.data("Cannot read the image %s: %s".formatted(file, what));
    }
}
