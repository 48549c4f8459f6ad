package dev.assay.engines.onnxruntime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.TensorInfo;
import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a session says of its inputs or outputs.
final class NodeInfos {
    private NodeInfos() {}

    /// In the session's order; extents may be dynamic.
    ///
    /// @throws AssayException if one is not a tensor
    static List<TensorSpec> specs(Map<String, NodeInfo> infos) {
        List<TensorSpec> specs = new ArrayList<>();
        infos.forEach((name, info) -> {
            if (!(info.getInfo() instanceof TensorInfo tensor)) {
                throw new AssayException(ErrorKind.ENGINE_BUILD, "'" + name + "' is not a tensor");
            }
            specs.add(
                    new TensorSpec(
                            name,
                            ElementTypes.ofOnnx(name, tensor.type),
                            Shape.of(tensor.getShape())));
        });
        return specs;
    }
}
