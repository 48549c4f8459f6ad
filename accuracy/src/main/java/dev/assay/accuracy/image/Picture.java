package dev.assay.accuracy.image;

import dev.assay.core.AssayException;
import dev.assay.core.suite.PixelRange;
import dev.assay.core.tensor.TensorData;
import java.util.function.LongToDoubleFunction;

/// One image `[C, H, W]`, its values widened exactly to double.
public final class Picture {
    private static final int MAX_VALUES = Integer.MAX_VALUE - 8;
    private static final int RGB = 3;
    private static final double LUMA_PEAK = 255;

    private final int channels;
    private final int height;
    private final int width;
    private final double[] values;

    /// @param values row-major, `channels * height * width` of them; not copied
    public Picture(int channels, int height, int width, double[] values) {
        if (values.length != (long) channels * height * width || values.length == 0) {
            throw AssayException.data(
                    "%s values are no image of %sx%sx%s"
                            .formatted(values.length, channels, height, width));
        }
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.values = values;
    }

    /// @param row of an image output, `[C, H, W]`
    public static Picture of(TensorData row) {
        long elements = row.elements();
        if (row.shape().rank() != 3 || elements > MAX_VALUES) {
            throw AssayException.data(
                    "Output '%s' has rows of %s: an image is [C, H, W] with less than 2^31 values"
                            .formatted(row.name(), row.shape()));
        }
        double[] values = new double[(int) elements];
        LongToDoubleFunction read = row.reader();
        for (int i = 0; i < values.length; i++) {
            values[i] = read.applyAsDouble(i);
        }
        return new Picture(
                (int) row.shape().dim(0),
                (int) row.shape().dim(1),
                (int) row.shape().dim(2),
                values);
    }

    public int channels() {
        return channels;
    }

    public int height() {
        return height;
    }

    public int width() {
        return width;
    }

    /// Values of a channel.
    int pixels() {
        return height * width;
    }

    /// The values themselves, row-major.
    double[] values() {
        return values;
    }

    double at(int channel, int y, int x) {
        return values[(channel * height + y) * width + x];
    }

    /// How many values are NaN or infinite.
    public long nonFinite() {
        long count = 0;
        for (double value : values) {
            if (!Double.isFinite(value)) {
                count++;
            }
        }
        return count;
    }

    /// Leaves out so many pixels along each of the four sides.
    ///
    /// @throws AssayException if nothing would be left
    public Picture crop(int margin) {
        if (margin == 0) {
            return this;
        }
        int newHeight = height - 2 * margin;
        int newWidth = width - 2 * margin;
        if (newHeight <= 0 || newWidth <= 0) {
            throw AssayException.data(
                    "A crop of %s pixels along each side leaves nothing of an image of %sx%s"
                            .formatted(margin, height, width));
        }
        double[] cropped = new double[channels * newHeight * newWidth];
        for (int channel = 0; channel < channels; channel++) {
            for (int y = 0; y < newHeight; y++) {
                System.arraycopy(
                        values,
                        (channel * height + y + margin) * width + margin,
                        cropped,
                        (channel * newHeight + y) * newWidth,
                        newWidth);
            }
        }
        return new Picture(channels, newHeight, newWidth, cropped);
    }

    /// Cuts every value to the range.
    public Picture clamp(PixelRange range) {
        double[] clamped = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            clamped[i] = Math.clamp(values[i], range.low(), range.high());
        }
        return new Picture(channels, height, width, clamped);
    }

    /// The luma of an RGB image by ITU-R BT.601 with head- and footroom, as super-resolution is
    /// scored: `16 + 65.481 R + 128.553 G + 24.966 B` with R, G and B from 0 to 1, so from 16 to
    /// 235.
    ///
    /// @param range that the three channels have, from 0
    /// @throws AssayException if there are not three channels
    public Picture luma(double range) {
        if (channels != RGB) {
            throw AssayException.data(
                    "channel y needs an image of 3 channels (RGB), this one has " + channels);
        }
        int pixels = pixels();
        double[] luma = new double[pixels];
        for (int i = 0; i < pixels; i++) {
            luma[i] =
                    65.481 * (values[i] / range)
                            + 128.553 * (values[pixels + i] / range)
                            + 24.966 * (values[2 * pixels + i] / range)
                            + 16;
        }
        return new Picture(1, height, width, luma);
    }

    /// The peak of a picture made by {@link #luma}.
    static double lumaPeak() {
        return LUMA_PEAK;
    }

    /// @throws AssayException if the other image has another size
    void requireSameSize(Picture other) {
        if (channels != other.channels || height != other.height || width != other.width) {
            throw AssayException.data(
                    "An image of %sx%sx%s cannot be scored against one of %sx%sx%s"
                            .formatted(
                                    channels,
                                    height,
                                    width,
                                    other.channels,
                                    other.height,
                                    other.width));
        }
    }
}
