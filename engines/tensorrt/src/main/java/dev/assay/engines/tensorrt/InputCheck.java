package dev.assay.engines.tensorrt;

import dev.assay.core.AssayException;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/// Whether an engine takes some inputs: TensorRT itself only says yes or no.
final class InputCheck {
    private InputCheck() {}

    /// @param wanted inputs of the engine, extents may be dynamic
    /// @param min smallest shape that the engine was built for, by input
    /// @param max largest
    /// @return the inputs with the data's shapes, in the engine's order
    /// @throws AssayException of kind `DATA` if a name, element type or shape does not fit
    static List<TensorSpec> check(
            List<TensorSpec> wanted,
            Map<String, TensorData> data,
            Function<String, Shape> min,
            Function<String, Shape> max) {
        List<TensorSpec> specs = new ArrayList<>();
        for (TensorSpec input : wanted) {
            TensorData given = data.get(input.name());
            if (given == null || data.size() != wanted.size()) {
                throw AssayException.data(
                        "The model's inputs are %s, the inputs file holds %s"
                                .formatted(
                                        wanted.stream().map(TensorSpec::name).sorted().toList(),
                                        new TreeSet<>(data.keySet())));
            }
            if (given.spec().elementType() != input.elementType()) {
                throw AssayException.data(
                        "Input '%s' is %s in the inputs file, the model wants %s"
                                .formatted(
                                        input.name(),
                                        given.spec().elementType(),
                                        input.elementType()));
            }
            checkShape(input, given.shape(), min, max);
            specs.add(given.spec());
        }
        return specs;
    }

    private static void checkShape(
            TensorSpec input,
            Shape given,
            Function<String, Shape> min,
            Function<String, Shape> max) {
        Shape own = input.shape();
        boolean fits = own.rank() == given.rank();
        for (int axis = 0; fits && axis < own.rank(); axis++) {
            fits = own.dim(axis) == Shape.DYNAMIC || own.dim(axis) == given.dim(axis);
        }
        if (!fits) {
            throw AssayException.data(
                    "Input '%s' is %s, the model wants %s".formatted(input.name(), given, own));
        }
        if (!own.isDynamic()) {
            return;
        }
        Shape smallest = min.apply(input.name());
        Shape largest = max.apply(input.name());
        for (int axis = 0; axis < own.rank(); axis++) {
            if (given.dim(axis) < smallest.dim(axis) || given.dim(axis) > largest.dim(axis)) {
                throw AssayException.data(
                        "Input '%s' is %s, but the engine was built for %s to %s"
                                .formatted(input.name(), given, smallest, largest));
            }
        }
    }
}
