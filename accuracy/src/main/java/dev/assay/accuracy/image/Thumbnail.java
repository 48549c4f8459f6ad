package dev.assay.accuracy.image;

import dev.assay.core.run.SampleImage.Ends;

/// Draws a picture small enough for a report.
///
/// Pixels are joined in squares of `step`: by their mean, and errors by the largest, so that no
/// error gets lost.
record Thumbnail(int width, int height, int step) {
    private static final int LARGEST = 160;
    private static final int WHITE = 255;

    static Thumbnail of(Picture picture) {
        int step = Math.ceilDiv(Math.max(picture.height(), picture.width()), LARGEST);
        return new Thumbnail(
                Math.ceilDiv(picture.width(), step), Math.ceilDiv(picture.height(), step), step);
    }

    /// @param channels one, drawn grey, or three, drawn as red, green and blue
    byte[] draw(Picture picture, int[] channels, Ends ends) {
        byte[] samples = new byte[width * height * channels.length];
        int next = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int channel : channels) {
                    double share =
                            (mean(picture, channel, y, x) - ends.low())
                                    / (ends.high() - ends.low());
                    // A NaN is drawn black.
                    samples[next++] = (byte) Math.round(Math.clamp(share, 0, 1) * WHITE);
                }
            }
        }
        return PngBytes.of(width, height, samples);
    }

    /// For each pixel the largest `|a-b|` of all channels.
    byte[] drawErrors(Picture a, Picture b, Ends ends) {
        byte[] indices = new byte[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                indices[y * width + x] =
                        ErrorColors.index(largestError(a, b, y, x), ends.low(), ends.high());
            }
        }
        return PngBytes.ofErrors(width, height, indices);
    }

    private double mean(Picture picture, int channel, int top, int left) {
        double sum = 0;
        int count = 0;
        for (int y = top * step; y < Math.min((top + 1) * step, picture.height()); y++) {
            for (int x = left * step; x < Math.min((left + 1) * step, picture.width()); x++) {
                sum += picture.at(channel, y, x);
                count++;
            }
        }
        return sum / count;
    }

    private double largestError(Picture a, Picture b, int top, int left) {
        double largest = 0;
        for (int channel = 0; channel < a.channels(); channel++) {
            for (int y = top * step; y < Math.min((top + 1) * step, a.height()); y++) {
                for (int x = left * step; x < Math.min((left + 1) * step, a.width()); x++) {
                    double error = Math.abs(a.at(channel, y, x) - b.at(channel, y, x));
                    // A NaN is larger than every number.
                    if (!(error <= largest)) {
                        largest = error;
                    }
                }
            }
        }
        return largest;
    }
}
