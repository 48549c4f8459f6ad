package dev.assay.core.suite;

import dev.assay.core.detection.Extent;
import dev.assay.core.detection.Interpolation;
import dev.assay.core.detection.Padding;
import dev.assay.core.detection.Preprocess;
import dev.assay.core.detection.Preprocess.Channels;
import dev.assay.core.detection.Preprocess.Layout;
import dev.assay.core.detection.Preprocess.Range;
import dev.assay.core.detection.Resize;
import dev.assay.core.tensor.Shape;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/// Reads `preprocess`: how an image file becomes an input.
final class PreprocessReader {
    private static final List<String> KEYS =
            List.of(
                    "input",
                    "resize",
                    "interpolation",
                    "pad",
                    "range",
                    "mean",
                    "std",
                    "layout",
                    "channels",
                    "hashes");
    private static final int LARGEST = 65_535;

    private final ModelReader files;
    private final YamlValue value;

    PreprocessReader(ModelReader files, YamlValue value) {
        this.files = files;
        this.value = value;
    }

    /// @param shapes of one input row, which the layout is held against
    Optional<Preprocess> read(List<Shape> shapes) {
        Map<String, YamlValue> entries = value.entries("preprocess", KEYS);
        if (!entries.containsKey("range")) {
            value.problem("preprocess has no 'range': 0..1 or 0..255, before mean and std");
        }
        if (!entries.containsKey("layout")) {
            value.problem("preprocess has no 'layout': nchw or nhwc");
        }
        Optional<Path> hashes = files.path(entries, "hashes");
        Layout layout =
                constant(entries, "layout", Layout.values(), Layout::slug).orElse(Layout.NCHW);
        checkShapes(layout, shapes);
        Preprocess preprocess =
                new Preprocess(
                        SuiteReader.text(entries, "input"),
                        Optional.ofNullable(entries.get("resize"))
                                .flatMap(PreprocessReader::resize)
                                .orElse(new Resize.Keep()),
                        constant(
                                        entries,
                                        "interpolation",
                                        Interpolation.values(),
                                        Interpolation::slug)
                                .orElse(Interpolation.PILLOW),
                        Optional.ofNullable(entries.get("pad"))
                                .map(PreprocessReader::padding)
                                .orElse(Padding.NONE),
                        constant(entries, "range", Range.values(), Range::slug).orElse(Range.UNIT),
                        channels(entries, "mean", 0),
                        channels(entries, "std", 1),
                        layout,
                        constant(entries, "channels", Channels.values(), Channels::slug)
                                .orElse(Channels.RGB),
                        hashes);
        return Optional.of(preprocess);
    }

    private void checkShapes(Layout layout, List<Shape> shapes) {
        int axis = layout == Layout.NCHW ? 0 : 2;
        for (Shape shape : shapes) {
            if (shape.rank() != 3 || shape.dim(axis) != Preprocess.CHANNELS) {
                value.problem(
                        "layout is %s, but the shape %s has not 3 channels in place %d of 3"
                                .formatted(layout.slug(), shape, axis + 1));
            }
        }
    }

    private static <E extends Enum<E>> Optional<E> constant(
            Map<String, YamlValue> entries, String key, E[] values, Function<E, String> name) {
        return Optional.ofNullable(entries.get(key))
                .flatMap(it -> SuiteReader.constant(it, key, values, name));
    }

    private static Optional<Resize> resize(YamlValue value) {
        Map<String, YamlValue> entries =
                value.entries("resize", List.of("short", "long", "to", "fit"));
        boolean sides = entries.containsKey("short") || entries.containsKey("long");
        int rules = (sides ? 1 : 0) + count(entries, "to") + count(entries, "fit");
        if (rules != 1) {
            value.problem("resize has one rule: short and long, to, or fit");
            return Optional.empty();
        }
        if (sides) {
            if (!entries.containsKey("short") || !entries.containsKey("long")) {
                value.problem("resize needs both 'short' and 'long'");
                return Optional.empty();
            }
            Optional<Integer> shortest = side(entries, "short");
            Optional<Integer> longest = side(entries, "long");
            if (shortest.isEmpty() || longest.isEmpty()) {
                return Optional.empty();
            }
            if (shortest.get() > longest.get()) {
                value.problem("resize: 'short' is larger than 'long'");
            }
            return Optional.of(new Resize.Sides(shortest.get(), longest.get()));
        }
        return extent(entries, "to")
                .<Resize>map(Resize.To::new)
                .or(() -> extent(entries, "fit").map(Resize.Fit::new));
    }

    private static Padding padding(YamlValue value) {
        Map<String, YamlValue> entries =
                value.entries("pad", List.of("to", "multiple", "at", "pixel"));
        if (count(entries, "to") + count(entries, "multiple") != 1) {
            value.problem("pad has one of 'to' and 'multiple'");
        }
        boolean centred =
                SuiteReader.text(entries, "at")
                        .filter(text -> {
                            boolean centre = text.equals("centre");
                            if (!centre && !text.equals("corner")) {
                                value.problem("at is '" + text + "', not corner or centre");
                            }
                            return centre;
                        })
                        .isPresent();
        Optional<Integer> pixel =
                Optional.ofNullable(entries.get("pixel"))
                        .flatMap(it -> whole(it, "pixel", 0))
                        .filter(it -> {
                            if (it > 255) {
                                value.problem("pixel is " + it + ", it must be from 0 to 255");
                            }
                            return it <= 255;
                        });
        return new Padding(
                extent(entries, "to"),
                side(entries, "multiple").orElse(1),
                centred,
                pixel.map(OptionalInt::of).orElse(OptionalInt.empty()));
    }

    private static int count(Map<String, YamlValue> entries, String key) {
        return entries.containsKey(key) ? 1 : 0;
    }

    private static Optional<Integer> side(Map<String, YamlValue> entries, String key) {
        return Optional.ofNullable(entries.get(key)).flatMap(it -> whole(it, key, 1));
    }

    private static Optional<Extent> extent(Map<String, YamlValue> entries, String key) {
        YamlValue value = entries.get(key);
        if (value == null) {
            return Optional.empty();
        }
        Optional<String> text = value.text("'" + key + "'");
        if (text.isPresent() && !text.get().matches("[1-9][0-9]{0,4}x[1-9][0-9]{0,4}")) {
            value.problem("%s is '%s', not HEIGHTxWIDTH".formatted(key, text.get()));
            return Optional.empty();
        }
        return text.map(it -> it.split("x", -1))
                .map(it -> new Extent(Integer.parseInt(it[0]), Integer.parseInt(it[1])));
    }

    private static List<Double> channels(Map<String, YamlValue> entries, String key, double usual) {
        YamlValue value = entries.get(key);
        if (value == null) {
            return Collections.nCopies(Preprocess.CHANNELS, usual);
        }
        List<Double> numbers =
                value.items("'" + key + "'").stream()
                        .flatMap(it -> number(it, key).stream())
                        .toList();
        if (numbers.size() != Preprocess.CHANNELS || (key.equals("std") && numbers.contains(0.0))) {
            value.problem(
                    key
                            + " has a number for each of 3 channels"
                            + (key.equals("std") ? ", none of them 0" : ""));
            return Collections.nCopies(Preprocess.CHANNELS, usual);
        }
        return numbers;
    }

    static Optional<Integer> whole(YamlValue value, String what, int least) {
        Optional<String> text = value.text("'" + what + "'");
        if (text.isPresent() && text.get().matches("[0-9]{1,5}")) {
            int number = Integer.parseInt(text.get());
            if (number >= least && number <= LARGEST) {
                return Optional.of(number);
            }
        }
        text.ifPresent(it ->
                value.problem(
                        "%s is '%s', it must be from %d to %d"
                                .formatted(what, it, least, LARGEST)));
        return Optional.empty();
    }

    static Optional<Double> number(YamlValue value, String what) {
        Optional<String> text = value.text("'" + what + "'");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            double number = Double.parseDouble(text.get());
            if (Double.isFinite(number)) {
                return Optional.of(number);
            }
        } catch (NumberFormatException e) {
            // Reported below, like an infinite number.
        }
        value.problem("%s is '%s', it must be a number".formatted(what, text.get()));
        return Optional.empty();
    }
}
