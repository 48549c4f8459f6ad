package dev.assay.cli;

import dev.assay.core.AssayException;
import dev.assay.core.tensor.TensorData;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// Finds the tensors of two files that belong together.
final class PairedFiles {
    private PairedFiles() {}

    /// The second file's tensors by the names of the first. Files of one tensor each need not agree
    /// on its name.
    ///
    /// @throws AssayException if the names differ
    static Map<String, TensorData> pair(
            Path first, Map<String, TensorData> ours, Path second, Map<String, TensorData> theirs) {
        if (ours.size() == 1 && theirs.size() == 1) {
            return Map.of(ours.keySet().iterator().next(), theirs.values().iterator().next());
        }
        if (!ours.keySet().equals(theirs.keySet())) {
            throw AssayException.data(
                    "%s holds %s, %s holds %s: the names must agree"
                            .formatted(first, ours.keySet(), second, theirs.keySet()));
        }
        return new TreeMap<>(theirs);
    }
}
