package dev.assay.core.format.storage;

import static java.util.Objects.requireNonNull;

import dev.assay.core.AssayException;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What a tensor file does not say about itself.
///
/// @param shape of the tensor in a headerless file
/// @param types what bare bits are, by tensor name; {@link #ANY} for those that the file names no
///   type for, while a name takes integers for bits, too
/// @param scales what a stored 8-bit value is multiplied with, by tensor name or {@link #ANY};
///   replaces the scale that the file gives
/// @param runner which of the runners in a Polygraphy file, by the beginning of its name
public record TensorHints(
        Optional<Shape> shape,
        Map<String, ElementType> types,
        Map<String, Float> scales,
        Optional<String> runner) {
    /// Stands for every tensor that the hint can apply to.
    public static final String ANY = "*";

    public static final TensorHints NONE =
            new TensorHints(Optional.empty(), Map.of(), Map.of(), Optional.empty());

    public TensorHints {
        requireNonNull(shape, "shape is null");
        types = Map.copyOf(types);
        scales = Map.copyOf(scales);
        requireNonNull(runner, "runner is null");
    }

    public static TensorHints ofShape(Optional<Shape> shape) {
        return new TensorHints(shape, Map.of(), Map.of(), Optional.empty());
    }

    /// @throws AssayException if a hint is about a tensor that the file does not have
    public void checkNames(String file, Set<String> tensors) {
        Set<String> named = new TreeSet<>(types.keySet());
        named.addAll(scales.keySet());
        named.remove(ANY);
        named.removeAll(tensors);
        if (!named.isEmpty()) {
            throw AssayException.config(
                    "%s has no tensor %s to give a type or scale to, it has %s"
                            .formatted(
                                    file,
                                    Quoted.of(named.iterator().next()),
                                    tensors.stream().limit(20).map(Quoted::of).toList()));
        }
    }
}
