package dev.assay.engines.tensorrt.build;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.tensorrt.binding.DataTypes;
import dev.assay.engines.tensorrt.binding.Dims;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.tensorrt.nvinfer.INetworkDefinition;
import org.bytedeco.tensorrt.nvinfer.ITensor;

/// A network that TensorRT can build an engine of. It has to outlive the build.
interface DefinedNetwork {
    INetworkDefinition network();

    /// Inputs of the network; extents may be dynamic.
    default List<TensorSpec> inputs() {
        List<TensorSpec> inputs = new ArrayList<>();
        for (int i = 0; i < network().getNbInputs(); i++) {
            ITensor input = network().getInput(i);
            String name = input.getName();
            if (input.isShapeTensor()) {
                throw new AssayException(
                        ErrorKind.ENGINE_BUILD,
                        "The model's input '%s' holds a shape: Assay gives tensors of fixed contents only"
                                .formatted(name));
            }
            inputs.add(
                    new TensorSpec(
                            name,
                            DataTypes.toElementType(name, input.getType()),
                            Dims.toShape(name, input.getDimensions())));
        }
        return inputs;
    }
}
