package dev.assay.accuracy.image;

import dev.assay.core.stats.PairwiseSum;
import dev.assay.core.suite.ImageMetric;
import java.util.Optional;

/// Image scores, all in double; `docs/metrics.md` says what each is comparable with.
public final class ImageMetrics {
    private ImageMetrics() {}

    /// The score of an image against its target. Both are cropped, then clamped, then reduced to
    /// their luma, as far as the metric says; a NaN or an infinity in what the crop leaves makes
    /// the score undefined, before a clamp could hide it.
    ///
    /// @throws dev.assay.core.AssayException if the images differ in size or are too small
    public static ImageValue score(ImageMetric metric, Picture image, Picture target) {
        image.requireSameSize(target);
        Picture a = image.crop(metric.crop());
        Picture b = target.crop(metric.crop());
        long nonFinite = a.nonFinite() + b.nonFinite();
        if (nonFinite > 0) {
            return ImageValue.undefined(nonFinite);
        }
        a = prepared(metric, a);
        b = prepared(metric, b);
        double peak = peak(metric);
        return switch (metric.kind()) {
            case PSNR -> ImageValue.of(10 * Math.log10(peak * peak / meanSquare(a, b)));
            case SSIM -> ImageValue.of(Ssim.of(a, b, peak));
            case MRAE -> relative(a, b);
            case RMSE -> ImageValue.of(Math.sqrt(meanSquare(a, b)));
            case SAM -> SpectralAngle.of(a, b);
        };
    }

    /// What {@link #score} is the mean of for SSIM: the value of each channel; of luma there is
    /// one.
    ///
    /// @return empty where the score is undefined
    static Optional<double[]> ssimByChannel(ImageMetric metric, Picture image, Picture target) {
        image.requireSameSize(target);
        Picture a = image.crop(metric.crop());
        Picture b = target.crop(metric.crop());
        return a.nonFinite() + b.nonFinite() > 0
                ? Optional.empty()
                : Optional.of(
                        Ssim.byChannel(prepared(metric, a), prepared(metric, b), peak(metric)));
    }

    private static double peak(ImageMetric metric) {
        return metric.luma() ? Picture.lumaPeak() : metric.range().orElse(Double.NaN);
    }

    private static Picture prepared(ImageMetric metric, Picture picture) {
        Picture clamped = metric.clamp().map(picture::clamp).orElse(picture);
        return metric.luma() ? clamped.luma(metric.range().orElseThrow()) : clamped;
    }

    /// `mean (a-b)^2` over all values of the image.
    private static double meanSquare(Picture a, Picture b) {
        double[] x = a.values();
        double[] y = b.values();
        return PairwiseSum.of(x.length, i -> (x[i] - y[i]) * (x[i] - y[i])) / x.length;
    }

    /// `mean |a-b| / |b|` over the values with `b != 0`.
    private static ImageValue relative(Picture a, Picture b) {
        double[] x = a.values();
        double[] y = b.values();
        long zeros = 0;
        for (double value : y) {
            if (value == 0) {
                zeros++;
            }
        }
        double sum =
                PairwiseSum.of(
                        x.length, i -> y[i] == 0 ? 0 : Math.abs(x[i] - y[i]) / Math.abs(y[i]));
        return ImageValue.mean(sum, x.length - zeros, zeros);
    }
}
