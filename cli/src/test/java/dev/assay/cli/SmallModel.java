package dev.assay.cli;

import dev.assay.onnx.graph.OnnxFile;
import dev.assay.onnx.graph.Weights;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.ModelProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.proto.Onnx.OperatorSetIdProto;
import dev.assay.onnx.proto.Onnx.TensorProto.DataType;
import dev.assay.onnx.proto.Onnx.TensorShapeProto;
import dev.assay.onnx.proto.Onnx.TypeProto;
import dev.assay.onnx.proto.Onnx.ValueInfoProto;
import java.nio.file.Path;
import java.util.List;

/// Writes a model from `x` to `y`, both FP32 `[N, width]`, with nodes named after their outputs.
final class SmallModel {
    private static final int OPSET = 17;
    private static final int IR = 8;

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("small");

    SmallModel(int width) {
        graph.addInput(value("x", width)).addOutput(value("y", width));
    }

    SmallModel weight(String name, float value) {
        graph.addInitializer(Weights.ofFloats(name, List.of(), value));
        return this;
    }

    /// @param inputs separated by blanks
    SmallModel node(String operator, String inputs, String output) {
        graph.addNode(
                NodeProto.newBuilder()
                        .setOpType(operator)
                        .setName(output)
                        .addAllInput(List.of(inputs.split(" ", -1)))
                        .addOutput(output));
        return this;
    }

    void write(Path file) {
        OnnxFile.write(
                ModelProto.newBuilder()
                        .setIrVersion(IR)
                        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                        .setGraph(graph)
                        .build(),
                file);
    }

    private static ValueInfoProto value(String name, int width) {
        TensorShapeProto shape =
                TensorShapeProto.newBuilder()
                        .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("N"))
                        .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(width))
                        .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(
                        TypeProto.newBuilder()
                                .setTensorType(
                                        TypeProto.Tensor.newBuilder()
                                                .setElemType(DataType.FLOAT_VALUE)
                                                .setShape(shape)))
                .build();
    }
}
