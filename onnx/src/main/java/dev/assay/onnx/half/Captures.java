package dev.assay.onnx.half;

import dev.assay.onnx.proto.Onnx.AttributeProto;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.proto.Onnx.TensorProto;
import dev.assay.onnx.proto.Onnx.ValueInfoProto;
import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Tensors of an outer graph that the bodies of a node (`If`, `Loop`, `Scan`) use by name.
final class Captures {
    private Captures() {}

    /// The node with every captured name replaced.
    static NodeProto renamed(NodeProto node, UnaryOperator<String> rename) {
        return bodies(node.toBuilder(), rename).build();
    }

    private static NodeProto.Builder bodies(NodeProto.Builder node, UnaryOperator<String> rename) {
        for (int i = 0; i < node.getAttributeCount(); i++) {
            AttributeProto attribute = node.getAttribute(i);
            if (attribute.hasG()) {
                node.setAttribute(i, attribute.toBuilder().setG(renamed(attribute.getG(), rename)));
            }
        }
        return node;
    }

    private static GraphProto renamed(GraphProto body, UnaryOperator<String> rename) {
        Set<String> own = new HashSet<>();
        body.getInputList().stream().map(ValueInfoProto::getName).forEach(own::add);
        body.getInitializerList().stream().map(TensorProto::getName).forEach(own::add);
        body.getNodeList().forEach(node -> own.addAll(node.getOutputList()));
        UnaryOperator<String> outer = name -> own.contains(name) ? name : rename.apply(name);
        GraphProto.Builder renamed = body.toBuilder();
        for (int i = 0; i < body.getNodeCount(); i++) {
            NodeProto.Builder node = body.getNode(i).toBuilder();
            for (int j = 0; j < node.getInputCount(); j++) {
                node.setInput(j, outer.apply(node.getInput(j)));
            }
            renamed.setNode(i, bodies(node, outer));
        }
        for (int i = 0; i < body.getOutputCount(); i++) {
            ValueInfoProto output = body.getOutput(i);
            renamed.setOutput(i, output.toBuilder().setName(outer.apply(output.getName())));
        }
        return renamed.build();
    }
}
