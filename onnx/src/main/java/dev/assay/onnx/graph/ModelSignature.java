package dev.assay.onnx.graph;

import dev.assay.core.AssayException;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.TensorProto;
import dev.assay.onnx.proto.Onnx.TensorProto.DataType;
import dev.assay.onnx.proto.Onnx.TensorShapeProto.Dimension;
import dev.assay.onnx.proto.Onnx.TypeProto;
import dev.assay.onnx.proto.Onnx.ValueInfoProto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a model takes and gives as its file says it, without any engine: also of a model with
/// operators that only a plugin knows.
///
/// @param inputs without the weights, which older exporters list, too; extents may be dynamic
/// @param outputs names in the model's order
public record ModelSignature(List<TensorSpec> inputs, List<String> outputs) {
    public ModelSignature {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /// Reads the graph without weights that lie in other files.
    ///
    /// @throws AssayException of kind `DATA` if the file is no model, has no inputs, or one that is
    ///   no dense tensor of a type that Assay stores
    public static ModelSignature of(Path file) {
        GraphProto graph = OnnxFile.readGraph(file).getGraph();
        Set<String> weights =
                graph.getInitializerList().stream()
                        .map(TensorProto::getName)
                        .collect(Collectors.toSet());
        List<TensorSpec> inputs = new ArrayList<>();
        for (ValueInfoProto value : graph.getInputList()) {
            if (!weights.contains(value.getName())) {
                inputs.add(spec(value, file));
            }
        }
        if (inputs.isEmpty()) {
            throw AssayException.data(file + " has no inputs: it computes a constant");
        }
        return new ModelSignature(
                inputs, graph.getOutputList().stream().map(ValueInfoProto::getName).toList());
    }

    private static TensorSpec spec(ValueInfoProto value, Path file) {
        TypeProto.Tensor tensor = value.getType().getTensorType();
        ElementType type =
                type(tensor.getElemType())
                        .orElseThrow(() ->
                                AssayException.data(
                                        "%s: the input '%s' is %s, Assay feeds dense tensors of numbers and truth values"
                                                .formatted(
                                                        file,
                                                        value.getName(),
                                                        value.getType().hasTensorType()
                                                                ? "of type "
                                                                        + DataType.forNumber(
                                                                                tensor
                                                                                        .getElemType())
                                                                : "no tensor")));
        if (!tensor.hasShape()) {
            throw AssayException.data(
                    "%s: the input '%s' has no rank: export the model with shapes of its inputs"
                            .formatted(file, value.getName()));
        }
        List<Long> extents = new ArrayList<>();
        for (Dimension extent : tensor.getShape().getDimList()) {
            extents.add(
                    extent.hasDimValue() && extent.getDimValue() > 0
                            ? extent.getDimValue()
                            : Shape.DYNAMIC);
        }
        return new TensorSpec(value.getName(), type, new Shape(extents));
    }

    private static Optional<ElementType> type(int number) {
        DataType type = DataType.forNumber(number);
        if (type == null) {
            return Optional.empty();
        }
        return switch (type) {
            case FLOAT -> Optional.of(ElementType.FLOAT32);
            case DOUBLE -> Optional.of(ElementType.FLOAT64);
            case FLOAT16 -> Optional.of(ElementType.FLOAT16);
            case BFLOAT16 -> Optional.of(ElementType.BFLOAT16);
            case INT8 -> Optional.of(ElementType.INT8);
            case UINT8 -> Optional.of(ElementType.UINT8);
            case INT32 -> Optional.of(ElementType.INT32);
            case INT64 -> Optional.of(ElementType.INT64);
            case BOOL -> Optional.of(ElementType.BOOL);
            default -> Optional.empty();
        };
    }
}
