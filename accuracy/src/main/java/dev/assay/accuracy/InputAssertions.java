package dev.assay.accuracy;

import dev.assay.core.AssayException;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.suite.PixelRange;
import dev.assay.core.tensor.TensorData;
import dev.assay.engines.ModelInputs;
import java.nio.file.Path;
import java.util.DoubleSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What inputs must be before a comparison with stored outputs says anything.
///
/// An engine that is fed what its reference was fed agrees with it even when both were fed
/// nonsense: transposed images, or values of another range than the network was trained on.
final class InputAssertions {
    private InputAssertions() {}

    /// @throws AssayException of kind `DATA` if the stored outputs are those of other inputs
    static void requireSource(Path references, ModelInputs inputs) {
        if (!references.toString().endsWith(".safetensors")) {
            return;
        }
        for (Map.Entry<String, String> note :
                new TreeMap<>(SafetensorsFile.notes(references)).entrySet()) {
            if (!note.getKey().startsWith(ModelInputs.SHA256_NOTE)) {
                continue;
            }
            String name = note.getKey().substring(ModelInputs.SHA256_NOTE.length());
            Optional<String> actual = inputs.sha256(name);
            if (!actual.equals(Optional.of(note.getValue()))) {
                throw AssayException.data(
                        "%s was computed from another input '%s' (SHA-256 %s) than the engine is given (%s): store PyTorch's outputs of these inputs, or look for a changed layout, order of rows or preprocessing"
                                .formatted(
                                        references,
                                        name,
                                        beginning(note.getValue()),
                                        actual.map(InputAssertions::beginning).orElse("none")));
            }
        }
    }

    private static String beginning(String sha256) {
        return sha256.substring(0, Math.min(12, sha256.length())) + "…";
    }

    /// @throws AssayException of kind `DATA` if a value lies outside of the range, or the values
    ///   fill less than half of it: pixels of 0..1 where 0..255 is asked for
    static void requireRange(ModelInputs inputs, PixelRange range) {
        for (TensorData input : inputs.all()) {
            if (!input.spec().elementType().isFloatingPoint()) {
                continue;
            }
            DoubleSummaryStatistics values = input.summary();
            double least = values.getMin();
            double greatest = values.getMax();
            boolean outside = !(least >= range.low() && greatest <= range.high());
            if (outside || greatest - least < (range.high() - range.low()) / 2) {
                throw AssayException.data(
                        "input '%s' reaches from %s to %s, but the suite's 'range' for this model is [%s, %s]%s: errors and speeds of such inputs say little about real ones"
                                .formatted(
                                        input.name(),
                                        (float) least,
                                        (float) greatest,
                                        (float) range.low(),
                                        (float) range.high(),
                                        outside ? "" : ", of which that is less than half"));
            }
        }
    }
}
