package dev.assay.core.detection;

import static java.util.Objects.requireNonNull;

import dev.assay.core.AssayException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How an image file becomes a network's input.
///
/// A value is `(pixel / 255 − mean) / std` in FLOAT32, without the division by 255 where the range
/// is `0..255`.
///
/// @param input name of the network's input; absent where the model's stored inputs have one name
/// @param mean by channel, in the order in which the network gets them
/// @param std by channel, like `mean`
/// @param hashes golden SHA-256 of each input, as a run writes them
public record Preprocess(
        Optional<String> input,
        Resize resize,
        Interpolation interpolation,
        Padding padding,
        Range range,
        List<Double> mean,
        List<Double> std,
        Layout layout,
        Channels channels,
        Optional<Path> hashes) {
    public static final int CHANNELS = 3;

    public Preprocess {
        requireNonNull(resize, "resize is null");
        requireNonNull(interpolation, "interpolation is null");
        requireNonNull(padding, "padding is null");
        requireNonNull(range, "range is null");
        requireNonNull(layout, "layout is null");
        requireNonNull(channels, "channels is null");
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (mean.size() != CHANNELS || std.size() != CHANNELS) {
            throw AssayException.config("mean and std have a number for each of 3 channels");
        }
    }

    /// What a pixel is before mean and std.
    public enum Range {
        UNIT("0..1"),
        BYTE("0..255");

        private final String slug;

        Range(String slug) {
            this.slug = slug;
        }

        public String slug() {
            return slug;
        }
    }

    /// `[N, C, H, W]` or `[N, H, W, C]`.
    public enum Layout {
        NCHW,
        NHWC;

        public String slug() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Which channel comes first.
    public enum Channels {
        RGB,
        BGR;

        public String slug() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
