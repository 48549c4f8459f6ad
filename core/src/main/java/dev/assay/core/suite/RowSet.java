package dev.assay.core.suite;

import dev.assay.core.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Stored rows of a model: what one file of inputs holds, and what belongs to it.
///
/// @param shapes of one row
/// @param targets ground truth, where it is given with the rows
/// @param tolerances instead of the model's
record RowSet(
        List<Shape> shapes,
        Path inputs,
        Optional<Path> references,
        Optional<Path> calibration,
        Optional<Path> targets,
        Map<Precision, Tolerance> tolerances) {
    Set<Path> files() {
        return Stream.of(Optional.of(inputs), references, calibration, targets)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }
}
