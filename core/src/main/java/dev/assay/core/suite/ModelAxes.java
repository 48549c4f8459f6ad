package dev.assay.core.suite;

import static java.util.Objects.requireNonNull;

import dev.assay.core.tensor.Shape;
import java.util.List;
import java.util.Optional;

/// What a model says of the axes that a suite multiplies.
///
/// @param batches instead of the suite's; empty for those
/// @param optShape row shape that an engine over several shapes is tuned for; absent for the
///   largest
public record ModelAxes(List<Integer> batches, Optional<Shape> optShape) {
    /// As the suite says.
    public static final ModelAxes OF_SUITE = new ModelAxes(List.of(), Optional.empty());

    public ModelAxes {
        batches = List.copyOf(batches);
        requireNonNull(optShape, "optShape is null");
    }

    /// The batches that the model is measured with.
    List<Integer> batches(Suite suite) {
        return batches.isEmpty() ? suite.batches() : batches;
    }
}
