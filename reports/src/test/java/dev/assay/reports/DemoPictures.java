package dev.assay.reports;

import dev.assay.core.format.AtomicFile;
import dev.assay.core.run.AccuracyOutcome;
import dev.assay.core.run.ErrorEvidence;
import dev.assay.core.run.ErrorHistogram;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.run.SampleImage;
import dev.assay.core.run.TaskScore;
import dev.assay.core.suite.ScoreBound;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;

/// A comparison with everything that image outputs add to it.
final class DemoPictures {
    private DemoPictures() {}

    /// @param name of the output
    static AccuracyOutcome.Compared compared(String name, TaskScore score, SampleImage image) {
        AccuracyOutcome.Compared tensors =
                (AccuracyOutcome.Compared) DemoErrors.compared(1e-6, List.of(), List.of());
        return new AccuracyOutcome.Compared(
                tensors.reference(),
                tensors.rows(),
                tensors.limits(),
                tensors.results(),
                tensors.timedOutputs(),
                tensors.bitwiseEqualForks(),
                List.of(score),
                Optional.of(new ErrorEvidence(List.of(histogram(name)), List.of(image))),
                Optional.empty());
    }

    /// A tenth equal, the others in five bins from 1e-7 on, most in the middle.
    private static ErrorHistogram histogram(String name) {
        return new ErrorHistogram(name, "full", 100, 0, -28, List.of(50L, 200L, 400L, 200L, 50L));
    }

    static TaskScore score(String name, double value, OptionalDouble reference) {
        return new TaskScore(
                "psnr",
                name,
                "dB",
                OptionalDouble.of(value),
                reference,
                List.of(value),
                Map.of("against", "ground truth", "crop", "4 px"),
                Map.of(ScoreBound.MIN_PSNR, 30.0),
                List.of());
    }

    /// A relative error without a bound.
    static TaskScore error(String name, double value) {
        return new TaskScore(
                "mrae",
                name,
                "",
                OptionalDouble.of(value),
                OptionalDouble.empty(),
                List.of(value),
                Map.of(),
                Map.of(),
                List.of());
    }

    static SampleImage image(String name, String file) {
        return new SampleImage(
                name,
                "worst",
                3,
                3.2e-7,
                "channel 15 of 0–30",
                90,
                96,
                new SampleImage.Ends(0, 1),
                new SampleImage.Ends(1e-9, 1e-6),
                new SampleImage.Files(file, file, file, file));
    }

    /// Writes a grey picture into the run directory.
    static void write(RunDirectory run, String file) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(9, 8, BufferedImage.TYPE_BYTE_GRAY), "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        AtomicFile.write(run.root().resolve(file), png.toByteArray());
    }
}
