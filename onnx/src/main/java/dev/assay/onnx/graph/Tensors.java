package dev.assay.onnx.graph;

import dev.assay.onnx.proto.Onnx.AttributeProto;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.ModelProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.proto.Onnx.SparseTensorProto;
import dev.assay.onnx.proto.Onnx.TensorProto;
import java.util.List;
import java.util.function.UnaryOperator;

/// Every tensor of a model: initializers and attributes, also those of graphs inside nodes and of
/// the model's own functions.
final class Tensors {
    private final UnaryOperator<TensorProto> change;

    private Tensors(UnaryOperator<TensorProto> change) {
        this.change = change;
    }

    /// The model with each of its tensors changed, in the order of the file within each message.
    static ModelProto changed(ModelProto model, UnaryOperator<TensorProto> change) {
        Tensors tensors = new Tensors(change);
        ModelProto.Builder changed = model.toBuilder().setGraph(tensors.graph(model.getGraph()));
        for (int i = 0; i < model.getFunctionsCount(); i++) {
            List<NodeProto> nodes = tensors.nodes(model.getFunctions(i).getNodeList());
            changed.setFunctions(
                    i, model.getFunctions(i).toBuilder().clearNode().addAllNode(nodes));
        }
        return changed.build();
    }

    private GraphProto graph(GraphProto graph) {
        return graph.toBuilder()
                .clearNode()
                .addAllNode(nodes(graph.getNodeList()))
                .clearInitializer()
                .addAllInitializer(all(graph.getInitializerList()))
                .clearSparseInitializer()
                .addAllSparseInitializer(sparse(graph.getSparseInitializerList()))
                .build();
    }

    private List<NodeProto> nodes(List<NodeProto> nodes) {
        return nodes.stream()
                .map(node ->
                        node.getAttributeCount() == 0
                                ? node
                                : node.toBuilder()
                                        .clearAttribute()
                                        .addAllAttribute(
                                                node.getAttributeList().stream()
                                                        .map(this::attribute)
                                                        .toList())
                                        .build())
                .toList();
    }

    private AttributeProto attribute(AttributeProto attribute) {
        AttributeProto.Builder changed = attribute.toBuilder();
        if (attribute.hasT()) {
            changed.setT(change.apply(attribute.getT()));
        }
        if (attribute.hasG()) {
            changed.setG(graph(attribute.getG()));
        }
        if (attribute.hasSparseTensor()) {
            changed.setSparseTensor(sparse(attribute.getSparseTensor()));
        }
        return changed.clearTensors()
                .addAllTensors(all(attribute.getTensorsList()))
                .clearGraphs()
                .addAllGraphs(attribute.getGraphsList().stream().map(this::graph).toList())
                .clearSparseTensors()
                .addAllSparseTensors(sparse(attribute.getSparseTensorsList()))
                .build();
    }

    private List<TensorProto> all(List<TensorProto> tensors) {
        return tensors.stream().map(change).toList();
    }

    private List<SparseTensorProto> sparse(List<SparseTensorProto> tensors) {
        return tensors.stream().map(this::sparse).toList();
    }

    private SparseTensorProto sparse(SparseTensorProto tensor) {
        SparseTensorProto.Builder changed = tensor.toBuilder();
        if (tensor.hasValues()) {
            changed.setValues(change.apply(tensor.getValues()));
        }
        if (tensor.hasIndices()) {
            changed.setIndices(change.apply(tensor.getIndices()));
        }
        return changed.build();
    }
}
