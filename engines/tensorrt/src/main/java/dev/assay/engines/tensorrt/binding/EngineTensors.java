package dev.assay.engines.tensorrt.binding;

import dev.assay.core.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.tensorrt.global.nvinfer.TensorIOMode;
import org.bytedeco.tensorrt.nvinfer.ICudaEngine;

/// Inputs and outputs of an engine, in its own order; extents may be dynamic.
public record EngineTensors(List<TensorSpec> inputs, List<TensorSpec> outputs) {
    public EngineTensors {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    public static EngineTensors of(ICudaEngine engine) {
        List<TensorSpec> inputs = new ArrayList<>();
        List<TensorSpec> outputs = new ArrayList<>();
        for (int i = 0; i < engine.getNbIOTensors(); i++) {
            String name = engine.getIOTensorName(i);
            TensorSpec spec =
                    new TensorSpec(
                            name,
                            DataTypes.toElementType(name, engine.getTensorDataType(name)),
                            Dims.toShape(name, engine.getTensorShape(name)));
            boolean input = engine.getTensorIOMode(name).intern() == TensorIOMode.kINPUT;
            (input ? inputs : outputs).add(spec);
        }
        return new EngineTensors(inputs, outputs);
    }
}
