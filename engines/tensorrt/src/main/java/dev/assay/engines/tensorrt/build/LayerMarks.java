package dev.assay.engines.tensorrt.build;

import dev.assay.core.AssayException;
import dev.assay.engines.tensorrt.binding.DataTypes;
import java.util.List;
import java.util.Optional;
import org.bytedeco.tensorrt.global.nvinfer.DataType;
import org.bytedeco.tensorrt.global.nvinfer.LayerType;
import org.bytedeco.tensorrt.nvinfer.ILayer;
import org.bytedeco.tensorrt.nvinfer.INetworkDefinition;
import org.bytedeco.tensorrt.nvinfer.ITensor;

/// Layers whose results the engine gives out besides its outputs.
///
/// @param patterns of tensors' names; `*` stands for any text
record LayerMarks(List<String> patterns) {
    /// What TensorRT calls a tensor that nobody named.
    private static final String UNNAMED = "(Unnamed";

    /// @param text patterns joined by commas, empty for none
    static LayerMarks parse(String text) {
        return new LayerMarks(text.isEmpty() ? List.of() : List.of(text.split(",")));
    }

    boolean matches(String tensor) {
        return !tensor.startsWith(UNNAMED)
                && patterns.stream().anyMatch(it -> tensor.matches(regex(it)));
    }

    private static String regex(String pattern) {
        return "\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E";
    }

    /// Marks the real-valued tensors that a pattern names.
    ///
    /// An output is FP32 unless it is said otherwise, and TensorRT would let its layer compute in
    /// FP32, too: what overflows in 16 bits would not be seen.
    ///
    /// @param type of 16 bits that they have in the engine; empty to leave them FP32
    /// @return how many there are
    /// @throws AssayException of kind `CONFIG` if there are none
    int apply(INetworkDefinition network, Optional<DataType> type) {
        int marked = 0;
        for (int i = 0; i < network.getNbLayers(); i++) {
            ILayer layer = network.getLayer(i);
            if (layer.getType().intern() == LayerType.kCONSTANT) {
                // A weight is no result.
                continue;
            }
            for (int k = 0; k < layer.getNbOutputs(); k++) {
                ITensor tensor = layer.getOutput(k);
                if (!tensor.isNetworkOutput()
                        && !tensor.isShapeTensor()
                        && DataTypes.isReal(tensor.getType())
                        && matches(tensor.getName())) {
                    network.markOutput(tensor);
                    if (type.isPresent() && tensor.getType().intern() == DataType.kFLOAT) {
                        WeakTyping.mark(layer, k, type.get());
                    }
                    marked++;
                }
            }
        }
        if (marked == 0) {
            throw AssayException.config("markLayers: no tensor is named " + patterns);
        }
        return marked;
    }

    @Override
    public String toString() {
        return String.join(",", patterns);
    }
}
