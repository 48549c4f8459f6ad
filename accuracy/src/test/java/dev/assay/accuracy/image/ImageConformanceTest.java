package dev.assay.accuracy.image;

import static dev.assay.accuracy.image.MadeUpImages.cropped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.core.format.FloatFile;
import dev.assay.core.format.Json;
import dev.assay.core.suite.ImageMetric;
import dev.assay.core.suite.ImageMetricKind;
import dev.assay.core.suite.PixelRange;
import dev.assay.core.tensor.Shape;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The image statistics of `shared/conformance/tensor`, where that folder is beside the project.
class ImageConformanceTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("basedir", ""))
                    .toAbsolutePath()
                    .resolve("../../shared/conformance/tensor")
                    .normalize();

    @Test
    void scoresSpectraAsTheOracleDoes() throws IOException {
        JsonNode expected = expected("spectral31");
        int crop = expected.path("crop").asInt();
        Optional<PixelRange> clamp = Optional.of(new PixelRange(0, 1));

        agrees("spectral31", "mrae", cropped(ImageMetricKind.MRAE, crop, Optional.empty()), 1e-12);
        agrees(
                "spectral31",
                "rmse_crop",
                cropped(ImageMetricKind.RMSE, crop, Optional.empty()),
                1e-12);
        agrees("spectral31", "psnr_clamped01", cropped(ImageMetricKind.PSNR, crop, clamp), 1e-12);
        agrees(
                "spectral31",
                "sam_rad",
                cropped(ImageMetricKind.SAM, crop, Optional.empty()),
                1e-12);
    }

    @Test
    void scoresColoursAsTheOracleDoes() throws IOException {
        int crop = expected("sr_image255").path("crop").asInt();

        agrees("sr_image255", "psnr", in255(ImageMetricKind.PSNR, crop), 1e-12);
        agrees("sr_image255", "ssim", in255(ImageMetricKind.SSIM, crop), 1e-9);
    }

    private static ImageMetric in255(ImageMetricKind kind, int crop) {
        return new ImageMetric(
                kind,
                Optional.empty(),
                crop,
                Optional.empty(),
                OptionalDouble.of(255),
                false,
                false);
    }

    private static void agrees(String name, String key, ImageMetric metric, double relative)
            throws IOException {
        double expected = expected(name).path(key).asDouble();
        double actual =
                ImageMetrics.score(metric, picture(name, "a"), picture(name, "b"))
                        .value()
                        .orElseThrow();
        assertThat(actual).as(key).isCloseTo(expected, within(relative * expected));
    }

    private static JsonNode expected(String name) throws IOException {
        return json(name).path("expected");
    }

    private static JsonNode json(String name) throws IOException {
        assumeTrue(Files.isDirectory(FOLDER), "the cases are not here: no " + FOLDER);
        return Json.compact().readTree(Files.readString(FOLDER.resolve(name + ".json")));
    }

    private static Picture picture(String name, String side) throws IOException {
        Shape shape = Json.compact().treeToValue(json(name).path("shape"), Shape.class);
        try (Arena arena = Arena.ofConfined()) {
            Path file = FOLDER.resolve(name + "." + side + ".f32");
            return Picture.of(FloatFile.map(file, shape, arena).row(0));
        }
    }
}
