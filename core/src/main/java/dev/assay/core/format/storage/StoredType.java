package dev.assay.core.format.storage;

import static java.util.Objects.requireNonNull;

import dev.assay.core.AssayException;
import dev.assay.core.tensor.ElementType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A type as a file names it, and what it can be read as.
///
/// @param label the file's own name of the type, for example `<f4`
/// @param plain what it is read as without a hint
/// @param bytes of one element
/// @param bits whether it is a type that people keep a float's bits in, for want of the float
public record StoredType(String label, Optional<ElementType> plain, int bytes, boolean bits) {
    public StoredType {
        requireNonNull(label, "label is null");
        requireNonNull(plain, "plain is null");
    }

    /// @param where names file and tensor in messages
    /// @throws AssayException if neither the file nor a hint says what the elements are, or a hint
    ///   contradicts the file
    public ElementType resolve(String where, String tensor, TensorHints hints) {
        Optional<ElementType> named = Optional.ofNullable(hints.types().get(tensor));
        Optional<ElementType> any =
                Optional.ofNullable(hints.types().get(TensorHints.ANY))
                        .filter(it -> plain.isEmpty() && holds(it));
        if (named.isPresent() && !holds(named.get()) && !named.equals(plain)) {
            throw AssayException.config(
                    "%s: elements of type %s cannot be taken for %s"
                            .formatted(where, Quoted.of(label), named.get()));
        }
        return named.or(() -> any)
                .or(() -> plain)
                .orElseThrow(() ->
                        AssayException.data(
                                "%s: the header's type %s does not say what an element is: %s"
                                        .formatted(where, Quoted.of(label), advice())));
    }

    private boolean holds(ElementType type) {
        return bits && type.bytes() == bytes && type.isFloatingPoint();
    }

    private String advice() {
        List<ElementType> types = Arrays.stream(ElementType.values()).filter(this::holds).toList();
        return "say it with --dtype, one of " + types;
    }
}
