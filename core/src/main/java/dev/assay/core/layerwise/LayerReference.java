package dev.assay.core.layerwise;

import dev.assay.core.AssayException;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.format.TensorFiles;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the layers of a network should compute, in the order in which they compute it.
///
/// @param layers whole tensors, or some values of each
/// @param sampled whether they are only values, evenly spaced from the first element to the last:
///   of n elements and k values, value i is element ⌊i · (n − 1) / (k − 1)⌋
public record LayerReference(Map<String, TensorData> layers, boolean sampled) {
    /// Note of a safetensors file that holds values only: the layers' names, joined by commas.
    public static final String NAMES_NOTE = "assay.layers";

    /// Tensor `[L, k]` of such a file.
    public static final String VALUES = "layers";

    public LayerReference {
        layers = new LinkedHashMap<>(layers);
    }

    /// Reads tensors by their layers' names, in the file's order, or the values of a file that
    /// `reference-data/tools/layer_samples.py` made.
    ///
    /// @param order of the layers, where it is known better than from the file; others are left out
    public static LayerReference read(Path file, List<String> order, Arena arena) {
        Map<String, TensorData> tensors = TensorFiles.read(file, arena);
        String names =
                file.toString().endsWith(".safetensors")
                        ? SafetensorsFile.notes(file).getOrDefault(NAMES_NOTE, "")
                        : "";
        if (!names.isEmpty()) {
            return sampled(file, List.of(names.split(",")), tensors);
        }
        if (order.isEmpty()) {
            return new LayerReference(tensors, false);
        }
        Map<String, TensorData> ordered = new LinkedHashMap<>();
        for (String name : order) {
            TensorData tensor = tensors.get(name);
            if (tensor != null) {
                ordered.put(name, tensor);
            }
        }
        return new LayerReference(ordered, false);
    }

    private static LayerReference sampled(
            Path file, List<String> names, Map<String, TensorData> tensors) {
        TensorData values = tensors.get(VALUES);
        if (values == null
                || values.shape().rank() != 2
                || values.shape().dim(0) != names.size()
                || values.shape().dim(1) < 2) {
            throw AssayException.data(
                    "%s names %d layers and holds no values [%d, k] of them: make it anew"
                            .formatted(file, names.size(), names.size()));
        }
        Map<String, TensorData> layers = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            layers.put(names.get(i), values.row(i));
        }
        return new LayerReference(layers, true);
    }

    /// The part of a layer's output that the reference has.
    TensorData comparable(String layer, TensorData output, Arena arena) {
        TensorData reference = layers.get(layer);
        if (!sampled || reference == null || output.elements() < 1) {
            return output;
        }
        long count = reference.elements();
        TensorData picked =
                TensorData.allocate(
                        new TensorSpec(layer, ElementType.FLOAT32, Shape.of(count)), arena);
        for (long i = 0; i < count; i++) {
            double value = output.get(i * (output.elements() - 1) / (count - 1));
            picked.segment().setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) value);
        }
        return picked;
    }
}
