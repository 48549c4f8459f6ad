package dev.assay.core.suite;

import dev.assay.core.AssayException;
import dev.assay.core.tensor.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;

/// The range of shapes that one built engine accepts, and the one that it is tuned for.
///
/// @param minShape of one input row, for example `[3, 96, 90]`
public record OptimizationProfile(
        int minBatch, int optBatch, int maxBatch, Shape minShape, Shape optShape, Shape maxShape) {
    public OptimizationProfile {
        if (minBatch < 1 || minBatch > optBatch || optBatch > maxBatch) {
            throw AssayException.config(
                    "A profile needs batches 1 <= min <= opt <= max, not %d, %d, %d"
                            .formatted(minBatch, optBatch, maxBatch));
        }
    }

    /// One engine for exactly one shape.
    public static OptimizationProfile exactly(int batch, Shape shape) {
        return new OptimizationProfile(batch, batch, batch, shape, shape, shape);
    }

    /// One engine for all shapes, tuned for the largest.
    ///
    /// @param optBatch batch to tune for
    /// @param shapes at least one, all of one rank
    public static OptimizationProfile over(
            Collection<Integer> batches, int optBatch, List<Shape> shapes) {
        return over(batches, optBatch, shapes, Optional.empty());
    }

    /// One engine for all shapes.
    ///
    /// @param optBatch batch to tune for
    /// @param shapes at least one, all of one rank
    /// @param optShape one of the shapes to tune for; absent for the largest extents
    public static OptimizationProfile over(
            Collection<Integer> batches,
            int optBatch,
            List<Shape> shapes,
            Optional<Shape> optShape) {
        Shape largest = extent(shapes, Math::max);
        return new OptimizationProfile(
                Collections.min(batches),
                optBatch,
                Collections.max(batches),
                extent(shapes, Math::min),
                optShape.orElse(largest),
                largest);
    }

    private static Shape extent(List<Shape> shapes, BinaryOperator<Long> choose) {
        List<Long> dims = new ArrayList<>(shapes.getFirst().dims());
        for (Shape shape : shapes) {
            if (shape.rank() != dims.size()) {
                throw AssayException.config(
                        "One engine cannot take rows of %s and %s: set profile: per-shape"
                                .formatted(shapes.getFirst(), shape));
            }
            for (int axis = 0; axis < dims.size(); axis++) {
                dims.set(axis, choose.apply(dims.get(axis), shape.dim(axis)));
            }
        }
        return new Shape(dims);
    }
}
