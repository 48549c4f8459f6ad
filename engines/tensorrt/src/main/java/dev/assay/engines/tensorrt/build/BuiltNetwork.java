package dev.assay.engines.tensorrt.build;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.engines.tensorrt.binding.TensorRtLogger;
import dev.assay.engines.tensorrt.network.TensorRtNetwork;
import dev.assay.onnx.network.Architecture;
import dev.assay.onnx.network.NetworkBuilder;
import dev.assay.onnx.network.StoredWeights;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.bytedeco.tensorrt.nvinfer.IBuilder;
import org.bytedeco.tensorrt.nvinfer.INetworkDefinition;
import org.bytedeco.tensorrt.nvinfer.ITensor;

/// A network that was built layer by layer.
///
/// @param architecture which network it is
record BuiltNetwork(INetworkDefinition network, String architecture) implements DefinedNetwork {
    /// @param model whose weights are used, and nothing else of it
    /// @param around what sees every layer before TensorRT does
    /// @param arena owns the weights
    /// @throws AssayException of kind `UNSUPPORTED` if the weights are of no network that is known,
    ///   `ENGINE_BUILD` if one does not fit its layer or TensorRT refuses a layer
    static BuiltNetwork define(
            IBuilder builder,
            Path model,
            UnaryOperator<NetworkBuilder<ITensor>> around,
            Arena arena) {
        StoredWeights weights = StoredWeights.read(model);
        Architecture architecture = Architecture.of(weights);
        INetworkDefinition network = builder.createNetworkV2(0);
        if (network == null || network.isNull()) {
            throw new AssayException(
                    ErrorKind.ENGINE_BUILD,
                    "TensorRT cannot make a network: " + TensorRtLogger.INSTANCE.reason());
        }
        architecture.build(around.apply(new TensorRtNetwork(network, arena)), weights);
        return new BuiltNetwork(network, architecture.id());
    }
}
