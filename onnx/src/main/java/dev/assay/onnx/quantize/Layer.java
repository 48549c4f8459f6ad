package dev.assay.onnx.quantize;

import dev.assay.onnx.graph.Attributes;
import dev.assay.onnx.graph.Opset;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.proto.Onnx.TensorProto;
import java.util.Map;
import java.util.Optional;

/// A node whose second input is a constant FP32 weight.
///
/// @param position of the node in its graph
/// @param axis of the output channels in the weight
record Layer(int position, NodeProto node, TensorProto weight, int axis) {
    /// The node as a layer, if it is one.
    ///
    /// @param constants of the graph by name
    static Optional<Layer> of(int position, NodeProto node, Map<String, TensorProto> constants) {
        if (!Opset.isStandard(node)
                || node.getInputCount() < 2
                || node.getInput(0).isEmpty()
                || constants.containsKey(node.getInput(0))) {
            return Optional.empty();
        }
        TensorProto weight = constants.get(node.getInput(1));
        if (weight == null || weight.getDataType() != TensorProto.DataType.FLOAT_VALUE) {
            return Optional.empty();
        }
        int rank = weight.getDimsCount();
        return switch (node.getOpType()) {
            case "Conv" ->
                    rank >= 3
                            ? Optional.of(new Layer(position, node, weight, 0))
                            : Optional.empty();
            case "Gemm" ->
                    rank == 2
                            ? Optional.of(
                                    new Layer(
                                            position,
                                            node,
                                            weight,
                                            Attributes.integer(node, "transB", 0) == 0 ? 1 : 0))
                            : Optional.empty();
            case "MatMul" ->
                    rank == 2
                            ? Optional.of(new Layer(position, node, weight, 1))
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    boolean isConvolution() {
        return node.getOpType().equals("Conv");
    }

    long groups() {
        return isConvolution() ? Attributes.integer(node, "group", 1) : 1;
    }

    long inputChannels() {
        return weight.getDims(1 - axis) * groups();
    }

    long outputChannels() {
        return weight.getDims(axis);
    }

    /// Weights from one input channel to one output channel.
    long taps() {
        return weight.getDimsList().stream().skip(2).reduce(1L, (a, b) -> a * b);
    }
}
