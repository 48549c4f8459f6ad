package dev.assay.accuracy.image;

import static dev.assay.accuracy.image.MadeUpImages.cropped;
import static dev.assay.accuracy.image.MadeUpImages.luma;
import static dev.assay.accuracy.image.MadeUpImages.metric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.format.Json;
import dev.assay.core.suite.ImageMetric;
import dev.assay.core.suite.ImageMetricKind;
import dev.assay.core.suite.PixelRange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Scores by scikit-image, PyTorch and NumPy; see `image/README.md`.
class GoldenScoresTest {
    private final JsonNode golden = golden();
    private final Picture a = MadeUpImages.image(31, 24, 20, 1, 1, 0.5);
    private final Picture b = MadeUpImages.image(31, 24, 20, 2, 1, 0.125);
    private final Picture rgbA = MadeUpImages.image(3, 37, 29, 3, 255, 0.25);
    private final Picture rgbB = MadeUpImages.image(3, 37, 29, 4, 255, 0.125);

    @Test
    void scoresSpectralImages() {
        agrees("spectral/psnrClamped", cropped(ImageMetricKind.PSNR, 3, zeroToOne()), 1e-12);
        agrees("spectral/psnr", metric(ImageMetricKind.PSNR), 1e-12);
        agrees("spectral/ssim", metric(ImageMetricKind.SSIM), 1e-9);
        agrees("spectral/ssimTorch", metric(ImageMetricKind.SSIM), 1e-9);
        agrees("spectral/mrae", cropped(ImageMetricKind.MRAE, 3, Optional.empty()), 1e-12);
        agrees("spectral/rmse", cropped(ImageMetricKind.RMSE, 3, Optional.empty()), 1e-12);
        agrees("spectral/sam", cropped(ImageMetricKind.SAM, 3, Optional.empty()), 1e-12);
    }

    @Test
    void scoresTheLumaOfColourImages() {
        agrees("rgb/psnrLuma", luma(ImageMetricKind.PSNR, 4), 1e-12);
        agrees("rgb/ssimLuma", luma(ImageMetricKind.SSIM, 4), 1e-9);
    }

    @Test
    void takesTheRangeOfTheDataAsDeclared() {
        ImageMetric ssim = ImageMetric.of(ImageMetricKind.SSIM, OptionalDouble.of(255));
        agrees("rgb/ssim", ssim, 1e-9);
        agrees("rgb/ssimTorch", ssim, 1e-9);
    }

    private void agrees(String key, ImageMetric metric, double relative) {
        boolean rgb = key.startsWith("rgb");
        double expected = golden.at("/" + key).asDouble();
        double actual =
                ImageMetrics.score(metric, rgb ? rgbA : a, rgb ? rgbB : b).value().orElseThrow();
        assertThat(actual).as(key).isCloseTo(expected, within(relative * expected));
    }

    private static Optional<PixelRange> zeroToOne() {
        return Optional.of(new PixelRange(0, 1));
    }

    private static JsonNode golden() {
        try (InputStream in =
                Objects.requireNonNull(
                        GoldenScoresTest.class.getResourceAsStream("/image/golden.json"))) {
            return Json.compact().readTree(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
