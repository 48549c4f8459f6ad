package dev.assay.engines.onnxruntime.base;

import dev.assay.core.AssayException;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Whether a model takes some inputs, as far as that can be said without running it.
public final class GivenInputs {
    private GivenInputs() {}

    /// @param wanted inputs of the model, extents may be dynamic
    /// @throws AssayException of kind `DATA` if a name or element type does not fit
    public static void check(List<TensorSpec> wanted, Map<String, TensorData> given) {
        List<String> names = wanted.stream().map(TensorSpec::name).toList();
        if (!given.keySet().equals(Set.copyOf(names))) {
            throw AssayException.data(
                    "The model's inputs are %s, the inputs file holds %s"
                            .formatted(names, given.keySet()));
        }
        Map<String, TensorSpec> specs =
                wanted.stream().collect(Collectors.toMap(TensorSpec::name, it -> it));
        given.forEach((name, tensor) -> {
            TensorSpec spec = specs.get(name);
            if (spec != null && tensor.spec().elementType() != spec.elementType()) {
                throw AssayException.data(
                        "Input '%s' is %s in the inputs file, the model wants %s"
                                .formatted(name, tensor.spec().elementType(), spec.elementType()));
            }
        });
    }
}
