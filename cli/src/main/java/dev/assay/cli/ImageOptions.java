package dev.assay.cli;

import dev.assay.accuracy.image.ImageComparison;
import dev.assay.core.AssayException;
import dev.assay.core.suite.PixelRange;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/// Whether and how two tensors of images are scored.
final class ImageOptions {
    @Option(
            names = "--image",
            description = {
                "score images [N, C, H, W] too: MRAE, RMSE, SAM, PSNR clamped to 0..1, and",
                "with --range PSNR and SSIM"
            })
    private boolean image;

    @Option(
            names = "--crop",
            paramLabel = "N",
            description = "with --image: pixels left out on each side")
    private Optional<Integer> crop = Optional.empty();

    @Option(
            names = "--range",
            paramLabel = "R",
            description = "with --image: largest - smallest value of a pixel, e.g. 1 or 255")
    private Optional<Double> range = Optional.empty();

    @Option(
            names = "--clamp",
            paramLabel = "LO,HI",
            description = {
                "with --image: cut the images for PSNR and SSIM; without --range it is",
                "HI - LO"
            })
    private Optional<String> clamp = Optional.empty();

    @Option(
            names = "--luma",
            description = "with --range: PSNR and SSIM of the luma of RGB instead of channels")
    private boolean luma;

    /// Empty where images were not asked for.
    ///
    /// @throws AssayException if the options do not go together
    Optional<ImageComparison.Settings> settings() {
        if (!image) {
            if (crop.isPresent() || range.isPresent() || clamp.isPresent() || luma) {
                throw AssayException.config(
                        "--crop, --range, --clamp and --luma are about image scores: add --image");
            }
            return Optional.empty();
        }
        Optional<PixelRange> to = clamp.map(ImageOptions::ends);
        OptionalDouble peak =
                range.or(() -> to.map(it -> it.high() - it.low())).stream()
                        .mapToDouble(Double::doubleValue)
                        .findFirst();
        if (luma && peak.isEmpty()) {
            throw AssayException.config(
                    "--luma divides channels by the range that they have: add it, e.g. --range 255");
        }
        if (crop.orElse(0) < 0) {
            throw AssayException.config(
                    "--crop " + crop.orElse(0) + ": write 0 or more pixels, e.g. --crop 4");
        }
        if (peak.isPresent() && !(peak.getAsDouble() > 0 && Double.isFinite(peak.getAsDouble()))) {
            throw AssayException.config(
                    "--range " + peak.getAsDouble() + ": write a finite number above 0, e.g. 255");
        }
        return Optional.of(new ImageComparison.Settings(crop.orElse(0), peak, to, luma));
    }

    private static PixelRange ends(String text) {
        String[] ends = text.split(",", -1);
        try {
            if (ends.length == 2) {
                return new PixelRange(Double.parseDouble(ends[0]), Double.parseDouble(ends[1]));
            }
        } catch (NumberFormatException e) {
            // Refused below, as any text that is not two numbers is.
        }
        throw AssayException.config(
                "--clamp '" + text + "': write the two ends with a comma, e.g. --clamp 0,1");
    }
}
