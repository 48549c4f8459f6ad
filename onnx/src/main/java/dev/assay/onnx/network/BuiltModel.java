package dev.assay.onnx.network;

import java.nio.file.Path;

/// The network that `tensorrt-api` builds, as a model for engines on the CPU: whether its layers
/// are put together rightly can be told without a GPU.
public final class BuiltModel {
    private BuiltModel() {}

    /// Builds the network of a model's weights, layer by layer.
    ///
    /// @param model ONNX file of which only the weights are used
    /// @throws dev.assay.core.AssayException as {@link Architecture#of} and {@link
    ///   Architecture#build}
    public static void write(Path model, Path out) {
        StoredWeights weights = StoredWeights.read(model);
        Architecture architecture = Architecture.of(weights);
        OnnxNetwork network = new OnnxNetwork(architecture.id());
        architecture.build(network, weights);
        network.write(out);
    }
}
