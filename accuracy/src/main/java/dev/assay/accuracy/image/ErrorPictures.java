package dev.assay.accuracy.image;

import dev.assay.core.format.AtomicFile;
import dev.assay.core.run.ErrorEvidence;
import dev.assay.core.run.ErrorHistogram;
import dev.assay.core.run.SampleImage;
import dev.assay.core.run.SampleImage.Ends;
import dev.assay.core.suite.ImageTask;
import dev.assay.core.suite.PixelRange;
import dev.assay.core.tensor.TensorData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// Keeps of an output's errors what a report shows: a histogram of all, and pictures of two rows.
///
/// Reports never load tensors, so the pictures are drawn where these are, small.
public final class ErrorPictures {
    private static final int IMAGE_RANK = 4;
    private static final double DECADES = 3;

    private final ImageTask task;
    private final Optional<Path> folder;
    private final Path runRoot;
    private final List<ErrorHistogram> histograms = new ArrayList<>();
    private final List<SampleImage> images = new ArrayList<>();

    /// @param folder for the pictures; none are drawn without one
    /// @param runRoot to which their names are relative
    public ErrorPictures(ImageTask task, Optional<Path> folder, Path runRoot) {
        this.task = task;
        this.folder = folder;
        this.runRoot = runRoot;
    }

    /// @param output of the engine, `[samples, …]`
    /// @param reference of the same shape
    /// @param rows which input row each sample belongs to
    public void add(TensorData output, TensorData reference, List<Integer> rows) {
        List<RowErrors> errors = RowErrors.of(output, reference);
        histograms.add(RowErrors.histogram(output.name(), errors));
        boolean equal = errors.stream().allMatch(it -> it.rmse() == 0);
        // Equal images have nothing to show, and other tensors are none.
        if (folder.isPresent() && !equal && output.shape().rank() == IMAGE_RANK) {
            draw(folder.get(), output, reference, rows, errors);
        }
    }

    public ErrorEvidence evidence() {
        return new ErrorEvidence(histograms, images);
    }

    private void draw(
            Path into,
            TensorData output,
            TensorData reference,
            List<Integer> rows,
            List<RowErrors> errors) {
        Map<String, Integer> chosen = choose(errors);
        Ends scale = scale(chosen.values(), output, reference);
        int number = images.size();
        Path scaleFile = into.resolve("output%s.scale.png".formatted(number));
        AtomicFile.write(scaleFile, legend());
        chosen.forEach((role, sample) -> {
            Picture a = Picture.of(output.row(sample));
            Picture b = Picture.of(reference.row(sample));
            int[] channels = channels(a);
            Ends pixels = pixels(output.name(), b, channels);
            Thumbnail thumbnail = Thumbnail.of(a);
            String name = "output%s.%s.".formatted(number, role);
            images.add(
                    new SampleImage(
                            output.name(),
                            role,
                            rows.get(sample),
                            errors.get(sample).rmse(),
                            shown(a, channels),
                            a.width(),
                            a.height(),
                            pixels,
                            scale,
                            new SampleImage.Files(
                                    write(
                                            into,
                                            name + "engine",
                                            thumbnail.draw(a, channels, pixels)),
                                    write(
                                            into,
                                            name + "reference",
                                            thumbnail.draw(b, channels, pixels)),
                                    write(into, name + "error", thumbnail.drawErrors(a, b, scale)),
                                    relative(scaleFile))));
        });
    }

    /// The row with the largest error and the one in the middle, where there are several.
    private static Map<String, Integer> choose(List<RowErrors> errors) {
        List<Integer> ascending =
                IntStream.range(0, errors.size())
                        .boxed()
                        .sorted(Comparator.comparingDouble(it -> errors.get(it).rmse()))
                        .toList();
        Map<String, Integer> chosen = new LinkedHashMap<>();
        chosen.put("worst", ascending.getLast());
        if (ascending.size() > 1) {
            chosen.put("median", ascending.get((ascending.size() - 1) / 2));
        }
        return chosen;
    }

    /// Three decades below the power of ten that no finite error of the drawn rows exceeds.
    private static Ends scale(Iterable<Integer> samples, TensorData output, TensorData reference) {
        double largest = Double.MIN_NORMAL;
        for (int sample : samples) {
            Picture a = Picture.of(output.row(sample));
            Picture b = Picture.of(reference.row(sample));
            largest =
                    IntStream.range(0, a.values().length)
                            .mapToDouble(i -> Math.abs(a.values()[i] - b.values()[i]))
                            .filter(Double::isFinite)
                            .reduce(largest, Math::max);
        }
        double decade = Math.ceil(Math.log10(largest));
        return new Ends(Math.pow(10, decade - DECADES), Math.pow(10, decade));
    }

    private int[] channels(Picture picture) {
        if (picture.channels() == 3 && task.band().isEmpty()) {
            return new int[] {0, 1, 2};
        }
        int middle = picture.channels() / 2;
        return new int[] {Math.min(task.band().orElse(middle), picture.channels() - 1)};
    }

    private static String shown(Picture picture, int[] channels) {
        if (channels.length == 3) {
            return "channels 0, 1, 2 as red, green, blue";
        }
        return picture.channels() == 1
                ? "the one channel"
                : "channel %s of 0–%s".formatted(channels[0], picture.channels() - 1);
    }

    /// The range that the suite declares for the output, else that of the reference.
    private Ends pixels(String output, Picture reference, int[] channels) {
        Optional<PixelRange> declared =
                task.metrics().stream()
                        .filter(it -> it.output().map(output::equals).orElse(true))
                        .flatMap(it ->
                                it
                                        .clamp()
                                        .or(() ->
                                                it.range().isPresent()
                                                        ? Optional.of(
                                                                new PixelRange(
                                                                        0,
                                                                        it.range().getAsDouble()))
                                                        : Optional.empty())
                                        .stream())
                        .findFirst();
        if (declared.isPresent()) {
            return new Ends(declared.get().low(), declared.get().high());
        }
        double low = values(reference, channels).min().orElse(0);
        double high = values(reference, channels).max().orElse(1);
        return new Ends(low, high > low ? high : low + 1);
    }

    private static DoubleStream values(Picture picture, int[] channels) {
        return IntStream.of(channels)
                .flatMap(it -> IntStream.range(it * picture.pixels(), (it + 1) * picture.pixels()))
                .mapToDouble(i -> picture.values()[i])
                .filter(Double::isFinite);
    }

    private static byte[] legend() {
        byte[] indices = new byte[ErrorColors.STEPS];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = (byte) i;
        }
        return PngBytes.ofErrors(indices.length, 1, indices);
    }

    private String write(Path into, String name, byte[] png) {
        Path file = into.resolve(name + ".png");
        AtomicFile.write(file, png);
        return relative(file);
    }

    /// With slashes on every system.
    private String relative(Path file) {
        return runRoot.relativize(file).toString().replace('\\', '/');
    }
}
