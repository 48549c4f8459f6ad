package dev.assay.core.suite;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// How a model's image outputs are scored and shown.
///
/// @param metrics asked for; may be empty
/// @param targets the ground truth of exactly the input rows, by output name; without it, engines
///   are scored against the stored PyTorch outputs
/// @param band channel that sample images show; absent for the middle one
public record ImageTask(List<ImageMetric> metrics, Optional<Path> targets, OptionalInt band) {
    /// Nothing is scored.
    public static final ImageTask NONE =
            new ImageTask(List.of(), Optional.empty(), OptionalInt.empty());

    public ImageTask {
        metrics = List.copyOf(metrics);
    }

    /// The same task with other ground truth, where there is some.
    ImageTask withTargets(Optional<Path> others) {
        return others.isPresent() ? new ImageTask(metrics, others, band) : this;
    }
}
