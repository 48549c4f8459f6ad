package dev.assay.onnx.network;

import dev.assay.onnx.graph.ElementTypes;
import dev.assay.onnx.graph.OnnxFile;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.ModelProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.proto.Onnx.TensorProto.DataType;
import dev.assay.onnx.proto.Onnx.TypeProto;
import dev.assay.onnx.proto.Onnx.ValueInfoProto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// A model whose inner tensors are outputs too, in the order in which they are computed.
public final class MarkedModel {
    private static final Set<Integer> REAL =
            Set.of(DataType.FLOAT_VALUE, DataType.FLOAT16_VALUE, DataType.BFLOAT16_VALUE);

    private MarkedModel() {}

    /// Writes the model with real-valued tensors inside it as outputs, each in its own type.
    ///
    /// @param wanted which, by their names
    /// @return their names in the order of the nodes that make them, the model's own outputs among
    ///   them
    public static List<String> write(Path model, Path out, Predicate<String> wanted) {
        ModelProto read = OnnxFile.read(model);
        GraphProto.Builder graph = read.getGraph().toBuilder();
        ElementTypes types = ElementTypes.of(read.getGraph());
        Set<String> outputs = new HashSet<>();
        graph.getOutputList().forEach(it -> outputs.add(it.getName()));
        List<String> names = new ArrayList<>();
        for (NodeProto node : read.getGraph().getNodeList()) {
            for (String name : node.getOutputList()) {
                int type = types.of(name);
                if (name.isEmpty() || !REAL.contains(type) || !wanted.test(name)) {
                    continue;
                }
                names.add(name);
                if (outputs.add(name)) {
                    graph.addOutput(output(name, type));
                }
            }
        }
        OnnxFile.write(read.toBuilder().setGraph(graph).build(), out);
        return names;
    }

    private static ValueInfoProto output(String name, int type) {
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(
                        TypeProto.newBuilder()
                                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type)))
                .build();
    }
}
