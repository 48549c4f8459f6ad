package dev.assay.accuracy;

import dev.assay.core.AssayException;
import dev.assay.core.format.TensorFiles;
import dev.assay.core.tensor.TensorData;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The stored outputs of a model, by output name, each `[N, …]` for the N stored input rows.
final class References {
    private final Path file;
    private final Map<String, TensorData> tensors;

    private References(Path file, Map<String, TensorData> tensors) {
        this.file = file;
        this.tensors = tensors;
    }

    /// @throws AssayException if the file does not hold one output row for each input row
    static References read(Path file, int rows, Arena arena) {
        Map<String, TensorData> tensors = TensorFiles.read(file, arena);
        tensors.values()
                .forEach(tensor -> {
                    if (tensor.shape().rank() == 0 || tensor.shape().dim(0) != rows) {
                        throw AssayException.data(
                                "%s: %s does not hold outputs of the %d input rows"
                                        .formatted(file, tensor.spec(), rows));
                    }
                });
        return new References(file, tensors);
    }

    /// Where they were read from.
    Path file() {
        return file;
    }

    /// Why these outputs cannot be compared with the references, in words; empty when they can.
    ///
    /// @param outputs of any number of rows, `[rows, …]`
    List<String> mismatches(Collection<TensorData> outputs) {
        List<String> mismatches = new ArrayList<>();
        if (outputs.size() < tensors.size()) {
            mismatches.add(
                    "the engine has %s outputs, the reference has %s: %s"
                            .formatted(outputs.size(), tensors.size(), tensors.keySet()));
        }
        for (TensorData output : outputs) {
            Optional<TensorData> reference = find(output.name(), outputs.size());
            if (reference.isEmpty()) {
                mismatches.add(
                        "output '%s' has no reference, there are %s"
                                .formatted(output.name(), tensors.keySet()));
            } else if (!reference.get().shape().row().equals(output.shape().row())) {
                mismatches.add(
                        "output '%s' has rows of shape %s, its reference has %s"
                                .formatted(
                                        output.name(),
                                        output.shape().row(),
                                        reference.get().shape().row()));
            }
        }
        return mismatches;
    }

    /// The reference of an output. Engines that do not know their outputs' names (TorchScript) have
    /// one output; it is taken for the only reference.
    TensorData of(String output, int outputs) {
        return find(output, outputs)
                .orElseThrow(() ->
                        AssayException.data(
                                "%s has no reference for output '%s', it has %s"
                                        .formatted(file, output, tensors.keySet())));
    }

    private Optional<TensorData> find(String output, int outputs) {
        Optional<TensorData> byName = Optional.ofNullable(tensors.get(output));
        boolean one = outputs == 1 && tensors.size() == 1;
        return one ? tensors.values().stream().findFirst() : byName;
    }
}
