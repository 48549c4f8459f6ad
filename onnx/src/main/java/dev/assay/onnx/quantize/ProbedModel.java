package dev.assay.onnx.quantize;

import dev.assay.onnx.graph.Attributes;
import dev.assay.onnx.graph.Names;
import dev.assay.onnx.graph.OnnxFile;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.ModelProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.proto.Onnx.TensorProto.DataType;
import dev.assay.onnx.proto.Onnx.TypeProto;
import dev.assay.onnx.proto.Onnx.ValueInfoProto;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A model that computes nothing but what a probe says of some of its tensors.
public final class ProbedModel {
    /// What ONNX Runtime 1.20 reads.
    private static final long NEWEST_IR = 10;

    private ProbedModel() {}

    /// @return the outputs' names by tensor
    public static Map<String, String> write(
            Path model, Path out, List<String> tensors, Probe probe) {
        return write(OnnxFile.read(model), out, tensors, probe);
    }

    static Map<String, String> write(
            ModelProto model, Path out, List<String> tensors, Probe probe) {
        GraphProto.Builder graph = model.getGraph().toBuilder().clearOutput();
        Names names = new Names(model.getGraph());
        Map<String, String> outputs = new LinkedHashMap<>();
        for (String tensor : tensors) {
            String output =
                    switch (probe) {
                        case SIZE -> add(graph, names, "Size", tensor);
                        case SHAPE -> add(graph, names, "Shape", tensor);
                        case VALUES -> add(graph, names, "Identity", tensor);
                        case LARGEST_MAGNITUDE -> {
                            String magnitude = add(graph, names, "Abs", tensor);
                            String largest = add(graph, names, "ReduceMax", magnitude);
                            keepNoDimensions(graph);
                            yield largest;
                        }
                    };
            outputs.put(tensor, output);
            graph.addOutput(output(output, probe));
        }
        // Only ONNX Runtime reads it, and no newer file than that.
        long ir = Math.min(model.getIrVersion(), NEWEST_IR);
        OnnxFile.write(model.toBuilder().setGraph(graph).setIrVersion(ir).build(), out);
        return outputs;
    }

    private static String add(
            GraphProto.Builder graph, Names names, String operator, String input) {
        String output = names.fresh(input + "." + operator);
        graph.addNode(
                NodeProto.newBuilder()
                        .setOpType(operator)
                        .setName(output)
                        .addInput(input)
                        .addOutput(output));
        return output;
    }

    private static void keepNoDimensions(GraphProto.Builder graph) {
        int last = graph.getNodeCount() - 1;
        graph.setNode(
                last, graph.getNode(last).toBuilder().addAttribute(Attributes.of("keepdims", 0)));
    }

    private static ValueInfoProto output(String name, Probe probe) {
        int type =
                switch (probe) {
                    case SIZE, SHAPE -> DataType.INT64_VALUE;
                    case LARGEST_MAGNITUDE, VALUES -> DataType.FLOAT_VALUE;
                };
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(
                        TypeProto.newBuilder()
                                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type)))
                .build();
    }
}
