package dev.assay.accuracy;

import dev.assay.core.AssayException;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.tensor.TensorData;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Map;

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
        Map<String, TensorData> tensors = SafetensorsFile.read(file, arena);
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

    /// The reference of an output. Engines that do not know their outputs' names (TorchScript) have
    /// one output; it is taken for the only reference.
    TensorData of(String output, int outputs) {
        TensorData byName = tensors.get(output);
        if (byName != null) {
            return byName;
        }
        if (outputs == 1 && tensors.size() == 1) {
            return tensors.values().iterator().next();
        }
        throw AssayException.data(
                "%s has no reference for output '%s', it has %s"
                        .formatted(file, output, tensors.keySet()));
    }
}
