package dev.assay.core.suite;

import dev.assay.core.AssayException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// Reads what a model's `task` says about images: `metrics: [{ psnr: { crop: 128, clamp: [0, 1],
/// range: 1 } }, rmse]`, `targets`, `band`.
final class ImageTaskReader {
    static final String LUMA = "y";
    static final String EXCLUDE = "exclude";
    private static final List<String> ZEROS = List.of(EXCLUDE, "fail");
    private static final List<String> CHANNELS = List.of("all", LUMA);
    private static final int LARGEST = 65_535;

    private static final OptionalInt NO_BAND = OptionalInt.empty();

    private ImageTaskReader() {}

    /// @param entries of the task
    static ImageTask read(Map<String, YamlValue> entries, TaskKind kind, Optional<Path> targets) {
        if (kind != TaskKind.IMAGE) {
            Stream.of("metrics", "targets", "band")
                    .flatMap(key -> Optional.ofNullable(entries.get(key)).stream())
                    .forEach(it -> it.problem("this key needs a task of kind: image"));
            return ImageTask.NONE;
        }
        List<ImageMetric> metrics =
                SuiteReader.list(entries, "metrics", ImageTaskReader::metric).stream()
                        .distinct()
                        .toList();
        return new ImageTask(
                metrics,
                targets,
                Optional.ofNullable(entries.get("band"))
                        .map(ImageTaskReader::band)
                        .orElse(NO_BAND));
    }

    private static OptionalInt band(YamlValue value) {
        return whole(value, "band").map(OptionalInt::of).orElse(NO_BAND);
    }

    private static Optional<ImageMetric> metric(YamlValue value) {
        if (!value.isMapping()) {
            return kind(value).flatMap(kind -> metric(kind, value, Map.of()));
        }
        List<String> names =
                Arrays.stream(ImageMetricKind.values()).map(ImageMetricKind::key).toList();
        Map<String, YamlValue> entries = value.entries("a metric", names);
        if (entries.size() > 1) {
            value.problem("a metric has one name, write '- ' before each: " + entries.keySet());
        }
        if (entries.size() != 1) {
            return Optional.empty();
        }
        String name = entries.keySet().iterator().next();
        ImageMetricKind kind = ImageMetricKind.values()[names.indexOf(name)];
        YamlValue settings = entries.values().iterator().next();
        return metric(kind, settings, settings.entries("the settings of " + name, kind.settings()));
    }

    private static Optional<ImageMetricKind> kind(YamlValue value) {
        return SuiteReader.constant(
                value, "metric", ImageMetricKind.values(), ImageMetricKind::key);
    }

    private static Optional<ImageMetric> metric(
            ImageMetricKind kind, YamlValue where, Map<String, YamlValue> settings) {
        int before = where.problems();
        Optional<String> output = SuiteReader.text(settings, "output");
        int crop =
                Optional.ofNullable(settings.get("crop"))
                        .flatMap(it -> whole(it, "crop"))
                        .orElse(0);
        Optional<PixelRange> clamp =
                Optional.ofNullable(settings.get("clamp")).flatMap(it -> range("clamp", it));
        Optional<Double> range =
                Optional.ofNullable(settings.get("range"))
                        .flatMap(it -> it.text("'range'").flatMap(text -> number(it, text)));
        boolean luma = choice(settings, "channel", CHANNELS).filter(LUMA::equals).isPresent();
        boolean exclude =
                choice(settings, "zero-targets", ZEROS).filter(EXCLUDE::equals).isPresent();
        if (where.problems() > before) {
            return Optional.empty();
        }
        try {
            OptionalDouble peak = range.map(OptionalDouble::of).orElse(OptionalDouble.empty());
            return Optional.of(new ImageMetric(kind, output, crop, clamp, peak, luma, exclude));
        } catch (AssayException e) {
            where.problem(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    static Optional<PixelRange> range(String key, YamlValue value) {
        List<Double> ends =
                value.items("'" + key + "'").stream()
                        .flatMap(it ->
                                it
                                        .text("an end of '" + key + "'")
                                        .flatMap(text -> number(it, text))
                                        .stream())
                        .toList();
        try {
            if (ends.size() == 2) {
                return Optional.of(new PixelRange(ends.getFirst(), ends.getLast()));
            }
            value.problem(key + " has two ends, e.g. [0, 1]");
        } catch (AssayException e) {
            value.problem(key + ": " + e.getMessage());
        }
        return Optional.empty();
    }

    private static Optional<String> choice(
            Map<String, YamlValue> settings, String key, List<String> known) {
        Optional<String> text = SuiteReader.text(settings, key);
        YamlValue value = settings.get(key);
        if (value != null && text.isPresent() && !known.contains(text.get())) {
            value.problem(
                    "%s is '%s'%s"
                            .formatted(key, text.get(), Problems.suggestion(text.get(), known)));
        }
        return text;
    }

    private static Optional<Integer> whole(YamlValue value, String what) {
        Optional<String> text = value.text("'" + what + "'");
        if (text.isPresent() && text.get().matches("[0-9]{1,5}")) {
            int number = Integer.parseInt(text.get());
            if (number <= LARGEST) {
                return Optional.of(number);
            }
        }
        text.ifPresent(it ->
                value.problem("%s is '%s', it must be from 0 to %s".formatted(what, it, LARGEST)));
        return Optional.empty();
    }

    private static Optional<Double> number(YamlValue value, String text) {
        try {
            double number = Double.parseDouble(text);
            if (Double.isFinite(number)) {
                return Optional.of(number);
            }
        } catch (NumberFormatException e) {
            // Reported below, like an infinite number.
        }
        value.problem("'" + text + "' is no finite number");
        return Optional.empty();
    }
}
