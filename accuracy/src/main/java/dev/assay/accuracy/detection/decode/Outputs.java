package dev.assay.accuracy.detection.decode;

import dev.assay.core.AssayException;
import dev.assay.core.tensor.TensorData;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Finds outputs by name or shape.
final class Outputs {
    private Outputs() {}

    static TensorData named(List<TensorData> outputs, String name, int rank) {
        return outputs.stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .map(it -> ofRank(it, rank))
                .orElseThrow(() ->
                        AssayException.data(
                                "The decoder needs an output '%s', the engine has %s: name it under 'outputs'"
                                        .formatted(name, specs(outputs))));
    }

    /// @param what the output is, for the message
    static TensorData find(
            List<TensorData> outputs,
            Optional<String> name,
            Predicate<TensorData> shape,
            String what) {
        if (name.isPresent()) {
            return named(outputs, name.get(), 3);
        }
        List<TensorData> found = outputs.stream().filter(shape).toList();
        if (found.size() != 1) {
            throw AssayException.data(
                    "%d outputs look like %s, the engine has %s: name it under 'outputs'"
                            .formatted(found.size(), what, specs(outputs)));
        }
        return found.getFirst();
    }

    private static TensorData ofRank(TensorData tensor, int rank) {
        if (tensor.shape().rank() != rank) {
            throw AssayException.data(
                    "Output %s has not %d dimensions, as the decoder needs"
                            .formatted(tensor.spec(), rank));
        }
        return tensor;
    }

    private static List<String> specs(List<TensorData> outputs) {
        return outputs.stream().map(it -> it.spec().toString()).toList();
    }
}
