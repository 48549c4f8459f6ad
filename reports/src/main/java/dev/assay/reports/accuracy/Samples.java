package dev.assay.reports.accuracy;

import dev.assay.core.run.SampleImage;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.Section;
import dev.assay.reports.model.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The sample images of a section, one case for each variant, as many as a page can carry.
///
/// @param leftOut cases whose pictures are in the run directory only
public record Samples(List<Sample> shown, int leftOut) {
    private static final int MAX_BYTES = 300_000;
    private static final int MAX_FILE = 400_000;
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

    public Samples {
        shown = List.copyOf(shown);
    }

    /// @param root of the run directory
    public static Samples of(Section section, Path root) {
        List<CaseRow> cases = cases(section);
        List<Sample> shown = new ArrayList<>();
        int leftOut = 0;
        long bytes = 0;
        for (CaseRow row : cases) {
            List<Sample> samples = samples(row, root);
            long size =
                    samples.stream()
                            .flatMap(it -> it.frames().stream())
                            .mapToLong(it -> it.uri().length())
                            .sum();
            if (samples.isEmpty()) {
                continue;
            }
            if (shown.isEmpty() || bytes + size <= MAX_BYTES) {
                shown.addAll(samples);
                bytes += size;
            } else {
                leftOut++;
            }
        }
        return new Samples(shown, leftOut);
    }

    /// The worst case of each variant, the worst variant first.
    private static List<CaseRow> cases(Section section) {
        Comparator<CaseRow> worstFirst = Comparator.comparingDouble(row -> -largest(row));
        List<CaseRow> cases = new ArrayList<>();
        for (Variant variant : section.variants()) {
            section.rows().stream()
                    .filter(row -> row.variant().equals(variant) && !images(row).isEmpty())
                    .min(worstFirst)
                    .ifPresent(cases::add);
        }
        cases.sort(worstFirst);
        return cases;
    }

    private static List<SampleImage> images(CaseRow row) {
        return row.compared().flatMap(it -> it.errors()).map(it -> it.images()).orElse(List.of());
    }

    private static double largest(CaseRow row) {
        return images(row).stream().mapToDouble(SampleImage::rmse).max().orElse(0);
    }

    /// Without those whose files are missing: a page with a hole is worth more than no page.
    private static List<Sample> samples(CaseRow row, Path root) {
        List<Sample> samples = new ArrayList<>();
        for (SampleImage image : images(row)) {
            Optional<String> engine = uri(root, image.files().engine());
            Optional<String> reference = uri(root, image.files().reference());
            Optional<String> error = uri(root, image.files().error());
            Optional<String> scale = uri(root, image.files().scale());
            if (engine.isPresent()
                    && reference.isPresent()
                    && error.isPresent()
                    && scale.isPresent()) {
                String what = " of row %s of %s".formatted(image.row(), image.output());
                samples.add(
                        new Sample(
                                row,
                                image,
                                List.of(
                                        new Sample.Frame(
                                                "Engine",
                                                "The engine's picture" + what,
                                                engine.get()),
                                        new Sample.Frame(
                                                "Reference",
                                                "The reference's picture" + what,
                                                reference.get()),
                                        new Sample.Frame(
                                                "Error map",
                                                "Where the two pictures" + what + " differ",
                                                error.get())),
                                scale.get()));
            }
        }
        return samples;
    }

    /// Only small PNGs of the run directory itself: a record from elsewhere must not make a report
    /// carry other files.
    private static Optional<String> uri(Path root, String name) {
        try {
            Path file = root.resolve(name).normalize();
            if (!file.startsWith(root)
                    || !Files.isRegularFile(file)
                    || Files.size(file) > MAX_FILE) {
                return Optional.empty();
            }
            byte[] bytes = Files.readAllBytes(file);
            return Arrays.equals(bytes, 0, Math.min(bytes.length, PNG.length), PNG, 0, PNG.length)
                    ? Optional.of(
                            "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes))
                    : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }
}
