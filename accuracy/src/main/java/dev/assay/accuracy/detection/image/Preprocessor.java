package dev.assay.accuracy.detection.image;

import dev.assay.core.AssayException;
import dev.assay.core.detection.Preprocess;
import dev.assay.core.detection.Preprocess.Channels;
import dev.assay.core.detection.Preprocess.Layout;
import dev.assay.core.detection.Preprocess.Range;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;

/// Turns image files into rows of an input, as a suite's `preprocess` says.
///
/// Arithmetic is FLOAT32 in the order of torchvision's `ToTensor` and `Normalize`: `pixel / 255`,
/// `− mean`, `/ std`, each rounded.
public final class Preprocessor {
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Preprocess preprocess;
    private final float[] mean = new float[Preprocess.CHANNELS];
    private final float[] std = new float[Preprocess.CHANNELS];
    private final float[] lowest = new float[Preprocess.CHANNELS];
    private final float[] highest = new float[Preprocess.CHANNELS];

    public Preprocessor(Preprocess preprocess) {
        this.preprocess = preprocess;
        for (int channel = 0; channel < Preprocess.CHANNELS; channel++) {
            mean[channel] = preprocess.mean().get(channel).floatValue();
            std[channel] = preprocess.std().get(channel).floatValue();
            float dark = normalised(0, channel);
            float bright = normalised(255, channel);
            lowest[channel] = Math.min(0, Math.min(dark, bright));
            highest[channel] = Math.max(0, Math.max(dark, bright));
        }
    }

    /// Where the image will lie; reads the file's header only.
    public Placement place(Path file) {
        try {
            return Placement.of(ImageFile.size(file), preprocess);
        } catch (AssayException e) {
            throw AssayException.data(file + ": " + e.getMessage());
        }
    }

    /// Shape of a row, `[3, H, W]` or `[H, W, 3]`.
    public Shape rowShape(Placement placement) {
        int height = placement.input().height();
        int width = placement.input().width();
        return preprocess.layout() == Layout.NCHW
                ? Shape.of(Preprocess.CHANNELS, height, width)
                : Shape.of(height, width, Preprocess.CHANNELS);
    }

    /// Reads, resizes, pads and normalises one image into a row.
    ///
    /// @param row FLOAT32 of the row's shape, overwritten whole
    /// @throws AssayException if the file has changed its size since it was placed, or a value is
    ///   beyond what range, mean and std can give
    public void fill(Path file, Placement placement, MemorySegment row) {
        Pixels pixels = ImageFile.read(file);
        if (!pixels.size().equals(placement.image())) {
            throw AssayException.data(
                    "%s is %s now and was %s".formatted(file, pixels.size(), placement.image()));
        }
        write(resize(pixels, placement), placement, row);
        check(file, placement, row);
    }

    private Pixels resize(Pixels pixels, Placement placement) {
        if (pixels.size().equals(placement.resized())) {
            return pixels;
        }
        return switch (preprocess.interpolation()) {
            case PILLOW -> PillowResizer.resize(pixels, placement.resized());
            case HALF_PIXEL -> HalfPixelResizer.resize(pixels, placement.resized());
        };
    }

    private void write(Pixels pixels, Placement placement, MemorySegment row) {
        int height = placement.input().height();
        int width = placement.input().width();
        boolean planes = preprocess.layout() == Layout.NCHW;
        float[] line = new float[width];
        float[] all = new float[Math.toIntExact(row.byteSize() / ElementType.FLOAT32.bytes())];
        for (int channel = 0; channel < Preprocess.CHANNELS; channel++) {
            int source = preprocess.channels() == Channels.RGB ? channel : 2 - channel;
            for (int y = 0; y < height; y++) {
                line(pixels, placement, source, channel, y, line);
                for (int x = 0; x < width; x++) {
                    int at =
                            planes
                                    ? (channel * height + y) * width + x
                                    : (y * width + x) * Preprocess.CHANNELS + channel;
                    all[at] = line[x];
                }
            }
        }
        MemorySegment.copy(all, 0, row, FLOAT, 0, all.length);
    }

    private void line(
            Pixels pixels, Placement placement, int source, int channel, int y, float[] line) {
        float border =
                preprocess.padding().pixel().isPresent()
                        ? normalised(preprocess.padding().pixel().getAsInt(), channel)
                        : 0;
        Arrays.fill(line, border);
        int from = y - placement.top();
        if (from < 0 || from >= pixels.size().height()) {
            return;
        }
        int start = from * pixels.size().width();
        for (int x = 0; x < pixels.size().width(); x++) {
            line[placement.left() + x] =
                    normalised(pixels.values()[(start + x) * Pixels.CHANNELS + source], channel);
        }
    }

    private float normalised(float pixel, int channel) {
        float value = preprocess.range() == Range.UNIT ? pixel / 255f : pixel;
        return (value - mean[channel]) / std[channel];
    }

    /// The row as the engine will read it, channel by channel: in a wrong layout or range, a value
    /// of one channel stands where another's limits hold.
    private void check(Path file, Placement placement, MemorySegment row) {
        int plane = placement.input().height() * placement.input().width();
        boolean planes = preprocess.layout() == Layout.NCHW;
        for (int i = 0; i < plane * Preprocess.CHANNELS; i++) {
            int channel = planes ? i / plane : i % Preprocess.CHANNELS;
            float value = row.getAtIndex(FLOAT, i);
            if (!(value >= lowest[channel] && value <= highest[channel])) {
                throw AssayException.data(
                        "%s: element %d of its input, of channel %d, is %s: range, mean and std allow"
                                        .formatted(file, i, channel, value)
                                + " %s to %s".formatted(lowest[channel], highest[channel]));
            }
        }
    }
}
