package dev.assay.cli.quick;

import dev.assay.core.AssayException;
import dev.assay.core.tensor.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Shapes of inputs as trtexec's `--shapes` has them: `x:4x3x224x224,mask:4x10`.
///
/// @param option for messages
/// @param byName in the order given; of one input the name may be left out and is empty here
record ShapeArgument(String option, Map<String, Shape> byName) {
    ShapeArgument {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    static ShapeArgument none(String option) {
        return new ShapeArgument(option, Map.of());
    }

    /// @throws AssayException if a part is no shape of positive extents
    static ShapeArgument parse(String option, String text) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            // As in trtexec, a name may have colons.
            int colon = part.lastIndexOf(':');
            String name = colon < 0 ? "" : unquoted(part.substring(0, colon));
            String extents = part.substring(colon + 1);
            if (!extents.matches("[1-9][0-9]{0,8}(x[1-9][0-9]{0,8})*")
                    || shapes.put(name, Shape.parse(extents)) != null) {
                throw AssayException.config(
                        "%s is '%s': write NAME:1x3x224x224 for each input once, with commas between"
                                .formatted(option, text));
            }
        }
        return new ShapeArgument(option, shapes);
    }

    private static String unquoted(String name) {
        return name.replaceAll("^'(.*)'$", "$1");
    }

    boolean isGiven() {
        return !byName.isEmpty();
    }

    /// The shapes under the model's names.
    ///
    /// @throws AssayException if the model has no input of a name
    Map<String, Shape> of(List<String> inputs) {
        Map<String, Shape> named = new LinkedHashMap<>();
        byName.forEach((name, shape) -> {
            String ours = name.isEmpty() && inputs.size() == 1 ? inputs.getFirst() : name;
            if (!inputs.contains(ours)) {
                throw AssayException.config(
                        "%s names '%s', the model's inputs are %s".formatted(option, name, inputs));
            }
            named.put(ours, shape);
        });
        return named;
    }
}
