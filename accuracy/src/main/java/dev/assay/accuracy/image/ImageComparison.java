package dev.assay.accuracy.image;

import dev.assay.core.AssayException;
import dev.assay.core.suite.ImageMetric;
import dev.assay.core.suite.ImageMetricKind;
import dev.assay.core.suite.PixelRange;
import dev.assay.core.tensor.TensorData;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// All image scores of two tensors of images, `[N, C, H, W]`: the mean over the images.
///
/// An image that equals its target has an infinite PSNR: it is left out of that mean, unless all
/// are equal. Zero targets (MRAE) and pixels that are zero in either image (SAM) are left out and
/// counted.
///
/// @param images N
/// @param scores by key, the keys of `assay diff --image --json`; empty where undefined
/// @param ssimPerChannel the mean over the images for each channel; empty where undefined
/// @param excluded what was left out for want of a value, by key
public record ImageComparison(
        long images,
        Map<String, OptionalDouble> scores,
        Optional<List<Double>> ssimPerChannel,
        Map<String, Long> excluded) {
    private static final int IMAGE_RANK = 4;
    private static final String SSIM = "ssim";
    private static final PixelRange UNIT = new PixelRange(0, 1);

    public ImageComparison {
        scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
        ssimPerChannel = ssimPerChannel.map(List::copyOf);
        excluded = Collections.unmodifiableMap(new TreeMap<>(excluded));
    }

    /// @param crop pixels left out along each side, for every score
    /// @param range between the smallest and the largest value of a pixel; PSNR and SSIM need it
    /// @param clamp to which the images are cut, for PSNR and SSIM
    /// @param luma whether PSNR and SSIM are of the luma of RGB
    public record Settings(
            int crop, OptionalDouble range, Optional<PixelRange> clamp, boolean luma) {

        /// The metrics that can be computed, by key. `psnr_clamped01` has a range of its own, which
        /// would contradict another one.
        Map<String, ImageMetric> metrics() {
            Map<String, ImageMetric> metrics = new LinkedHashMap<>();
            if (range.isPresent()) {
                metrics.put("psnr", metric(ImageMetricKind.PSNR, clamp, range, luma));
                metrics.put(SSIM, metric(ImageMetricKind.SSIM, clamp, range, luma));
            }
            metrics.put("mrae", plain(ImageMetricKind.MRAE));
            metrics.put("rmse_crop", plain(ImageMetricKind.RMSE));
            if (range.isEmpty() || range.getAsDouble() == 1) {
                metrics.put(
                        "psnr_clamped01",
                        metric(
                                ImageMetricKind.PSNR,
                                Optional.of(UNIT),
                                OptionalDouble.of(1),
                                false));
            }
            metrics.put("sam_rad", plain(ImageMetricKind.SAM));
            return metrics;
        }

        private ImageMetric plain(ImageMetricKind kind) {
            return metric(kind, Optional.empty(), OptionalDouble.empty(), false);
        }

        private ImageMetric metric(
                ImageMetricKind kind,
                Optional<PixelRange> to,
                OptionalDouble peak,
                boolean ofLuma) {
            return new ImageMetric(kind, Optional.empty(), crop, to, peak, ofLuma, true);
        }
    }

    /// Whether a tensor is one of images.
    public static boolean isOf(TensorData tensor) {
        return tensor.shape().rank() == IMAGE_RANK;
    }

    /// @param output of the engine, `[N, C, H, W]`
    /// @param target likewise
    /// @throws AssayException if they are no images of one size, or too small for what is asked
    public static ImageComparison of(TensorData output, TensorData target, Settings settings) {
        if (!isOf(output) || !output.shape().equals(target.shape())) {
            throw AssayException.data(
                    "'%s' is %s and its reference %s: image scores need [N, C, H, W] in both"
                            .formatted(output.name(), output.shape(), target.shape()));
        }
        Map<String, ImageMetric> metrics = settings.metrics();
        Map<String, List<ImageValue>> values = new LinkedHashMap<>();
        metrics.keySet().forEach(key -> values.put(key, new ArrayList<>()));
        List<Optional<double[]>> channels = new ArrayList<>();
        long images = output.shape().dim(0);
        for (long i = 0; i < images; i++) {
            Picture image = Picture.of(output.row(i));
            Picture reference = Picture.of(target.row(i));
            metrics.forEach((key, metric) -> {
                ImageValue value;
                if (key.equals(SSIM)) {
                    var ofChannels = ImageMetrics.ssimByChannel(metric, image, reference);
                    channels.add(ofChannels);
                    value =
                            ofChannels
                                    .map(it -> ImageValue.of(Ssim.mean(it)))
                                    .orElseGet(() -> ImageValue.undefined(0));
                } else {
                    value = ImageMetrics.score(metric, image, reference);
                }
                values.getOrDefault(key, new ArrayList<>()).add(value);
            });
        }
        Map<String, OptionalDouble> scores = new LinkedHashMap<>();
        Map<String, Long> excluded = new TreeMap<>();
        values.forEach((key, ofImages) -> {
            scores.put(key, mean(ofImages));
            excluded.put(key, excluded(ofImages));
        });
        excluded.values().removeIf(count -> count == 0);
        return new ImageComparison(images, scores, byChannel(channels), excluded);
    }

    private static OptionalDouble mean(List<ImageValue> ofImages) {
        if (ofImages.stream().anyMatch(it -> it.value().isEmpty())) {
            return OptionalDouble.empty();
        }
        OptionalDouble finite =
                ofImages.stream()
                        .filter(it -> !isEqual(it))
                        .mapToDouble(it -> it.value().orElseThrow())
                        .average();
        return finite.isPresent() ? finite : OptionalDouble.of(Double.POSITIVE_INFINITY);
    }

    /// What the images leave out, and the equal images that the mean leaves out.
    private static long excluded(List<ImageValue> ofImages) {
        long equal = ofImages.stream().filter(ImageComparison::isEqual).count();
        return ofImages.stream().mapToLong(ImageValue::excluded).sum()
                + (equal < ofImages.size() ? equal : 0);
    }

    /// Whether it is the PSNR of an image that equals its target.
    private static boolean isEqual(ImageValue value) {
        return value.value().isPresent() && value.value().getAsDouble() == Double.POSITIVE_INFINITY;
    }

    private static Optional<List<Double>> byChannel(List<Optional<double[]>> ofImages) {
        if (ofImages.isEmpty() || ofImages.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        List<double[]> all = ofImages.stream().map(Optional::orElseThrow).toList();
        return Optional.of(
                IntStream.range(0, all.getFirst().length)
                        .mapToObj(channel ->
                                all.stream().mapToDouble(it -> it[channel]).average().orElseThrow())
                        .toList());
    }
}
