package dev.assay.onnx.debug;

import dev.assay.core.suite.Precision;
import dev.assay.onnx.graph.ElementTypes;
import dev.assay.onnx.graph.NodeNames;
import dev.assay.onnx.graph.OnnxFile;
import dev.assay.onnx.half.HalfPrecisionEditor;
import dev.assay.onnx.proto.Onnx.ModelProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import java.nio.file.Path;
import java.util.List;

/// Nodes of an FP32 model that 16 bits may be too few for.
public final class LowerableNodes {
    private LowerableNodes() {}

    /// Nodes that Assay's own conversion would lower, in the order of computation.
    ///
    /// @param storage FP16 or BF16
    /// @param keep nodes that stay in FP32 anyway, as in `keep-fp32` of a suite
    /// @return names that `keep-fp32` takes
    public static List<String> ofConversion(Path model, Precision storage, List<String> keep) {
        return HalfPrecisionEditor.listed(OnnxFile.read(model), storage, keep);
    }

    /// Nodes that make FP32 values, for an engine that chooses the precisions of its layers.
    ///
    /// @return their own names; nodes without one cannot be named to such an engine
    public static List<String> ofEngine(Path model) {
        ModelProto read = OnnxFile.read(model);
        ElementTypes types = ElementTypes.of(read.getGraph());
        NodeNames names = new NodeNames(read.getGraph());
        return read.getGraph().getNodeList().stream()
                .filter(it -> !it.getOpType().startsWith("Constant"))
                .filter(it -> it.getOutputList().stream().anyMatch(types::isFp32))
                .filter(it -> names.of(it).equals(it.getName()))
                .map(NodeProto::getName)
                .toList();
    }
}
