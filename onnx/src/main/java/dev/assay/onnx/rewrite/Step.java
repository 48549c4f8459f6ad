package dev.assay.onnx.rewrite;

import dev.assay.core.AssayException;
import java.util.OptionalInt;

/// A rewrite that is asked for, with the number of places that it must find.
///
/// @param name of the rewrite
/// @param sites how many; empty for any number but none
public record Step(String name, OptionalInt sites) {
    /// Reads `layer-norm` or `layer-norm:30`.
    ///
    /// @throws AssayException of kind `CONFIG` if the number is none
    public static Step parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new Step(text.strip(), OptionalInt.empty());
        }
        String number = text.substring(colon + 1).strip();
        if (!number.matches("[1-9][0-9]{0,5}")) {
            throw AssayException.config(
                    "'%s' is no step: after the colon stands how many places it must find".formatted(text));
        }
        return new Step(
                text.substring(0, colon).strip(), OptionalInt.of(Integer.parseInt(number)));
    }
}
