package dev.assay.cli;

import dev.assay.accuracy.image.ImageComparison;
import dev.assay.reports.text.TerminalText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Image scores as lines of at most 80 columns, and as JSON.
final class ImageScoresText {
    private static final int WIDTH = 80;
    private static final int NAMES = 26;

    private static final Map<String, String> NAME_OF =
            Map.of(
                    "psnr", "PSNR, dB",
                    "ssim", "SSIM",
                    "mrae", "MRAE",
                    "rmse_crop", "RMSE",
                    "psnr_clamped01", "PSNR clamped to 0..1, dB",
                    "sam_rad", "SAM, rad");

    private static final Map<String, String> LEFT_OUT =
            Map.of(
                    "psnr", "equal images",
                    "psnr_clamped01", "equal images",
                    "mrae", "zero targets",
                    "sam_rad", "zero pixels");

    private ImageScoresText() {}

    static String render(ImageComparison compared, ImageComparison.Settings settings) {
        StringBuilder text = new StringBuilder();
        text.append("  image scores of ")
                .append(compared.images() == 1 ? "1 image" : compared.images() + " images")
                .append(", crop ")
                .append(settings.crop())
                .append('\n');
        compared.scores()
                .forEach((key, score) -> {
                    String how = key.equals("psnr") || key.equals("ssim") ? how(settings) : "";
                    line(
                            text,
                            NAME_OF.getOrDefault(key, key),
                            number(score) + how + excluded(compared, key));
                    if (key.equals("ssim")) {
                        compared.ssimPerChannel()
                                .filter(it -> it.size() > 1)
                                .ifPresent(it -> line(text, "  by channel", numbers(it)));
                    }
                    if (key.equals("sam_rad")) {
                        line(text, "SAM, degrees", number(degrees(score)));
                    }
                });
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        String left = TerminalText.left(name, NAMES);
        for (String part : TerminalText.wrap(value, WIDTH - NAMES - 4)) {
            text.append("    ").append(left).append(part).append('\n');
            left = " ".repeat(NAMES);
        }
    }

    private static String how(ImageComparison.Settings settings) {
        return ", range %s%s%s"
                .formatted(
                        plain(settings.range().orElseThrow()),
                        settings.clamp()
                                .map(it -> ", clamp " + plain(it.low()) + ".." + plain(it.high()))
                                .orElse(""),
                        settings.luma() ? ", luma" : "");
    }

    private static String excluded(ImageComparison compared, String key) {
        return Optional.ofNullable(compared.excluded().get(key))
                .map(count -> ", left out: %d %s".formatted(count, LEFT_OUT.getOrDefault(key, "")))
                .orElse("");
    }

    private static String numbers(List<Double> values) {
        return values.stream()
                .map(it -> number(OptionalDouble.of(it)))
                .collect(Collectors.joining(" "));
    }

    private static String number(OptionalDouble score) {
        if (score.isEmpty()) {
            return "undefined";
        }
        return score.getAsDouble() == Double.POSITIVE_INFINITY
                ? "infinite"
                : String.format(Locale.ROOT, "%.6g", score.getAsDouble());
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /// Adds the scores to the statistics of a tensor; what is undefined or infinite is null.
    static void addTo(
            ObjectNode node, ImageComparison compared, ImageComparison.Settings settings) {
        node.put("crop", settings.crop());
        compared.scores()
                .forEach((key, score) -> {
                    put(node, key, score);
                    if (key.equals("ssim")) {
                        compared.ssimPerChannel()
                                .ifPresentOrElse(
                                        channels -> {
                                            ArrayNode array = node.putArray("ssim_per_channel");
                                            channels.forEach(array::add);
                                        },
                                        () -> node.putNull("ssim_per_channel"));
                    }
                    if (key.equals("sam_rad")) {
                        put(node, "sam_deg", degrees(score));
                    }
                });
    }

    private static OptionalDouble degrees(OptionalDouble radians) {
        return radians.stream().map(Math::toDegrees).findFirst();
    }

    private static void put(ObjectNode node, String key, OptionalDouble score) {
        if (score.isPresent() && Double.isFinite(score.getAsDouble())) {
            node.put(key, score.getAsDouble());
        } else {
            node.putNull(key);
        }
    }
}
