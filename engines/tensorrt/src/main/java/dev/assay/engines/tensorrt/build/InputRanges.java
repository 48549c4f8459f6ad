package dev.assay.engines.tensorrt.build;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.suite.OptimizationProfile;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the shapes that every input of a network must accept.
final class InputRanges {
    private InputRanges() {}

    /// @param inputs of the network, extents may be dynamic
    /// @param profile of the suite; its row shapes are those of the only input
    /// @param rows shapes of one row by input, used where there are several inputs
    /// @throws AssayException if the network cannot take the shapes that the suite wants
    static Map<String, ShapeRange> of(
            List<TensorSpec> inputs,
            Optional<OptimizationProfile> profile,
            Map<String, Shape> rows) {
        Map<String, ShapeRange> ranges = new LinkedHashMap<>();
        for (TensorSpec input : inputs) {
            if (profile.isPresent()) {
                ranges.put(input.name(), range(input, profile.get(), rows, inputs.size() == 1));
            } else if (input.shape().isDynamic()) {
                throw new AssayException(
                        ErrorKind.ENGINE_BUILD,
                        "Input '%s' is %s, but no shapes were given to build for"
                                .formatted(input.name(), input.shape()));
            } else {
                ranges.put(input.name(), ShapeRange.exactly(input.shape()));
            }
        }
        ranges.forEach((name, range) -> {
            TensorSpec input = named(inputs, name);
            checkFits(input, range.min());
            checkFits(input, range.opt());
            checkFits(input, range.max());
        });
        return ranges;
    }

    private static ShapeRange range(
            TensorSpec input, OptimizationProfile profile, Map<String, Shape> rows, boolean only) {
        if (only) {
            return new ShapeRange(
                    profile.minShape().withBatch(profile.minBatch()),
                    profile.optShape().withBatch(profile.optBatch()),
                    profile.maxShape().withBatch(profile.maxBatch()));
        }
        Shape row = rows.get(input.name());
        if (row == null) {
            throw AssayException.data(
                    "The model's input '%s' is not in the inputs file, which holds %s"
                            .formatted(input.name(), rows.keySet()));
        }
        return new ShapeRange(
                row.withBatch(profile.minBatch()),
                row.withBatch(profile.optBatch()),
                row.withBatch(profile.maxBatch()));
    }

    private static TensorSpec named(List<TensorSpec> inputs, String name) {
        return inputs.stream().filter(input -> input.name().equals(name)).findFirst().orElseThrow();
    }

    /// @throws AssayException of kind `ENGINE_BUILD` unless the network's input can have the shape
    static void checkFits(TensorSpec input, Shape wanted) {
        Shape own = input.shape();
        if (own.rank() != wanted.rank()) {
            throw misfit(input, wanted, "their ranks differ");
        }
        for (int axis = 0; axis < own.rank(); axis++) {
            if (own.dim(axis) == Shape.DYNAMIC || own.dim(axis) == wanted.dim(axis)) {
                continue;
            }
            throw misfit(
                    input,
                    wanted,
                    axis == 0
                            ? "its batch is fixed at %d: export it with a dynamic batch, or let the suite ask for batch %d only"
                                    .formatted(own.dim(0), own.dim(0))
                            : "dimension %d is fixed at %d".formatted(axis, own.dim(axis)));
        }
    }

    private static AssayException misfit(TensorSpec input, Shape wanted, String why) {
        return new AssayException(
                ErrorKind.ENGINE_BUILD,
                "The model's input '%s' is %s and cannot take %s: %s"
                        .formatted(input.name(), input.shape(), wanted, why));
    }
}
