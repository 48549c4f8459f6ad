package dev.assay.engines.tensorrt.network;

import dev.assay.core.tensor.Shape;
import dev.assay.engines.tensorrt.binding.Dims;
import org.bytedeco.tensorrt.global.nvinfer.ElementWiseOperation;
import org.bytedeco.tensorrt.nvinfer.Dims64;
import org.bytedeco.tensorrt.nvinfer.INetworkDefinition;
import org.bytedeco.tensorrt.nvinfer.ITensor;

/// Shapes of images `[N, C, H, W]` that are known only when the network runs, as INT64 tensors of
/// four elements.
final class ShapeTensors {
    private final INetworkDefinition network;
    private final NetworkWeights weights;

    ShapeTensors(INetworkDefinition network, NetworkWeights weights) {
        this.network = network;
        this.weights = weights;
    }

    /// @param name of the layer that it is for
    ITensor of(String name, ITensor tensor) {
        return TensorRtNetwork.named(name + ".shape", network.addShape(tensor));
    }

    /// `[N, C, ⌈H / m⌉ · m, ⌈W / m⌉ · m]`.
    ITensor raisedToMultiple(String name, ITensor image, int multiple) {
        long rest = multiple - 1L;
        ITensor divisor = constant(name + ".multiple", 1, 1, multiple, multiple);
        ITensor raised =
                combine(
                        name + ".raised",
                        of(name, image),
                        constant(name + ".rest", 0, 0, rest, rest),
                        ElementWiseOperation.kSUM);
        ITensor blocks =
                combine(name + ".blocks", raised, divisor, ElementWiseOperation.kFLOOR_DIV);
        return combine(name + ".size", blocks, divisor, ElementWiseOperation.kPROD);
    }

    /// Batch and channels of the image, height and width of another.
    ITensor withSidesOf(String name, ITensor image, ITensor other) {
        ITensor own =
                combine(
                        name + ".own",
                        of(name + ".image", image),
                        constant(name + ".own-mask", 1, 1, 0, 0),
                        ElementWiseOperation.kPROD);
        ITensor sides =
                combine(
                        name + ".sides",
                        of(name + ".other", other),
                        constant(name + ".sides-mask", 0, 0, 1, 1),
                        ElementWiseOperation.kPROD);
        return combine(name + ".size", own, sides, ElementWiseOperation.kSUM);
    }

    private ITensor combine(String name, ITensor a, ITensor b, ElementWiseOperation operation) {
        return TensorRtNetwork.named(name, network.addElementWise(a, b, operation));
    }

    private ITensor constant(String name, long... values) {
        try (Dims64 dims = Dims.ofShape(Shape.of(values.length))) {
            return TensorRtNetwork.named(name, network.addConstant(dims, weights.ofLongs(values)));
        }
    }
}
