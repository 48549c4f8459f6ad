package dev.assay.accuracy.image;

import static dev.assay.accuracy.image.MadeUpImages.cropped;
import static dev.assay.accuracy.image.MadeUpImages.luma;
import static dev.assay.accuracy.image.MadeUpImages.metric;
import static dev.assay.accuracy.image.MadeUpImages.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.AssayException;
import dev.assay.core.suite.ImageMetric;
import dev.assay.core.suite.ImageMetricKind;
import dev.assay.core.suite.PixelRange;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageMetricsTest {
    private final Picture image = MadeUpImages.image(3, 16, 18, 1, 1, 0.25);

    @Test
    void givesEqualImagesAnInfinitePsnrAndAnSsimOfOne() {
        assertThat(score(ImageMetricKind.PSNR, image, image).value())
                .hasValue(Double.POSITIVE_INFINITY);
        assertThat(score(ImageMetricKind.SSIM, image, image).value()).hasValue(1);
        assertThat(score(ImageMetricKind.RMSE, image, image).value()).hasValue(0);
        assertThat(score(ImageMetricKind.MRAE, image, image).value()).hasValue(0);
    }

    @Test
    void leavesZeroTargetsOutOfTheRelativeErrorAndCountsThem() {
        ImageValue value =
                score(
                        ImageMetricKind.MRAE,
                        picture(1, 2, 2, 1, 3, 5, 0),
                        picture(1, 2, 2, 0, 2, -4, 0));

        assertThat(value.value()).hasValue((0.5 + 2.25) / 2);
        assertThat(value.excluded()).isEqualTo(2);
    }

    @Test
    void hasNoRelativeErrorWhereAllTargetsAreZero() {
        Picture zeros = picture(1, 1, 2, 0, 0);

        assertThat(score(ImageMetricKind.MRAE, zeros, zeros).value()).isEmpty();
        assertThat(score(ImageMetricKind.SAM, zeros, zeros).value()).isEmpty();
    }

    @Test
    void measuresTheAngleBetweenSpectraWhateverTheirLength() {
        // Pixel 0: right angle. Pixel 1: the same direction. Pixel 2: none on one side.
        Picture a = picture(2, 1, 3, 1, 3, 0, 0, 4, 0);
        Picture b = picture(2, 1, 3, 0, 6, 1, 5, 8, 1);
        ImageValue value = score(ImageMetricKind.SAM, a, b);

        assertThat(value.value().orElseThrow()).isCloseTo(Math.PI / 4, within(1e-8));
        assertThat(value.excluded()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void hasNoScoreWhereAValueIsNotFiniteThoughAClampWouldHideIt(ImageMetricKind kind) {
        Picture broken = MadeUpImages.image(3, 16, 18, 1, 1, 0.25);
        broken.values()[100] = Double.POSITIVE_INFINITY;
        broken.values()[200] = Double.NaN;
        ImageMetric clamped = cropped(kind, 0, Optional.of(new PixelRange(0, 1)));

        ImageValue value = ImageMetrics.score(clamped, broken, image);

        assertThat(value.value()).isEmpty();
        assertThat(value.nonFinite()).isEqualTo(2);
    }

    @Test
    void doesNotSeeWhatIsCropped() {
        Picture border = MadeUpImages.image(3, 16, 18, 1, 1, 0.25);
        border.values()[0] = Double.NaN;

        assertThat(
                        ImageMetrics.score(
                                        cropped(ImageMetricKind.PSNR, 1, Optional.empty()),
                                        border,
                                        image)
                                .value())
                .hasValue(Double.POSITIVE_INFINITY);
    }

    @Test
    void giveTheSameBitsHoweverManyTimesTheyAreComputed() {
        Picture other = MadeUpImages.image(3, 16, 18, 2, 1, 0.25);
        double first = score(ImageMetricKind.SSIM, image, other).value().orElseThrow();
        for (int i = 0; i < 20; i++) {
            assertThat(score(ImageMetricKind.SSIM, image, other).value()).hasValue(first);
        }
    }

    @Test
    void refusesWhatCannotBeScored() {
        refuses(cropped(ImageMetricKind.PSNR, 8, Optional.empty()), "leaves nothing of an image");
        refuses(cropped(ImageMetricKind.SSIM, 3, Optional.empty()), "ssim needs 11x11 pixels");
        assertThatThrownBy(() ->
                        ImageMetrics.score(
                                luma(ImageMetricKind.PSNR, 0),
                                picture(1, 1, 1, 0),
                                picture(1, 1, 1, 0)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("3 channels");
        assertThatThrownBy(() ->
                        score(ImageMetricKind.RMSE, picture(1, 1, 2, 0, 0), picture(1, 2, 1, 0, 0)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("1x1x2 cannot be scored against one of 1x2x1");
    }

    private void refuses(ImageMetric metric, String message) {
        assertThatThrownBy(() -> ImageMetrics.score(metric, image, image))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining(message);
    }

    private static ImageValue score(ImageMetricKind kind, Picture a, Picture b) {
        return ImageMetrics.score(metric(kind), a, b);
    }
}
