package dev.assay.onnx.rewrite.simplify;

import dev.assay.onnx.graph.Attributes;
import dev.assay.onnx.graph.Opset;
import dev.assay.onnx.proto.Onnx.AttributeProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.proto.Onnx.TensorProto;
import dev.assay.onnx.rewrite.pattern.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Computes single nodes of ONNX in FP32, sums in double. What it does not know is left to engines.
final class Evaluator {
    private final Function<String, Optional<Values32>> values;

    /// @param values of tensors that are known
    Evaluator(Function<String, Optional<Values32>> values) {
        this.values = values;
    }

    /// The one result of a node; empty if its operator, or this form of it, is not known.
    ///
    /// @param constant INT64 constants
    Optional<Values32> evaluate(NodeProto node, Function<String, Optional<TensorProto>> constant) {
        if (!Opset.isStandard(node) || node.getInputCount() == 0) {
            return Optional.empty();
        }
        Optional<Values32> x = values.apply(node.getInput(0));
        if (x.isEmpty()) {
            return Optional.empty();
        }
        Optional<Values32> y = input(node, 1);
        Optional<List<Long>> shape =
                node.getInputCount() > 1
                        ? constant.apply(node.getInput(1)).flatMap(Values::longs)
                        : Optional.empty();
        return switch (node.getOpType()) {
            case "Add" -> y.map(it -> Elementwise.broadcast(x.get(), it, (a, b) -> a + b));
            case "Sub" -> y.map(it -> Elementwise.broadcast(x.get(), it, (a, b) -> a - b));
            case "Mul" -> y.map(it -> Elementwise.broadcast(x.get(), it, (a, b) -> a * b));
            case "Div" -> y.map(it -> Elementwise.broadcast(x.get(), it, (a, b) -> a / b));
            case "Sin" -> Optional.of(Elementwise.map(x.get(), Math::sin));
            case "Cos" -> Optional.of(Elementwise.map(x.get(), Math::cos));
            case "Log" -> Optional.of(Elementwise.map(x.get(), Math::log));
            case "Relu" -> Optional.of(Elementwise.map(x.get(), it -> Math.max(it, 0)));
            case "Sqrt" -> Optional.of(Elementwise.map(x.get(), Math::sqrt));
            case "Pow" ->
                    y.map(it ->
                            Elementwise.broadcast(x.get(), it, (a, b) -> (float) Math.pow(a, b)));
            case "ReduceMean" -> lastMean(node, x.get()) ? Optional.of(Rows.mean(x.get())) : none();
            case "Clip" -> clip(node, x.get());
            case "MatMul" -> y.flatMap(it -> Products.multiply(x.get(), it));
            case "Softmax" -> lastAxis(node, x.get()) ? Optional.of(Rows.softmax(x.get())) : none();
            case "LayerNormalization" -> layerNorm(node, x.get());
            case "Unsqueeze" -> shape.map(it -> Layout.unsqueezed(x.get(), it));
            case "Reshape" -> shape.flatMap(it -> Layout.reshaped(x.get(), it));
            case "Tile" -> shape.map(it -> Layout.tiled(x.get(), it));
            case "Gather" ->
                    constant.apply(node.getInput(1)).flatMap(it -> gather(node, x.get(), it));
            case "Transpose" ->
                    Attributes.find(node, "perm")
                            .map(it -> Layout.transposed(x.get(), it.getIntsList()));
            case "Concat" -> concat(node, x.get());
            default -> none();
        };
    }

    private static Optional<Values32> none() {
        return Optional.empty();
    }

    private Optional<Values32> input(NodeProto node, int index) {
        return index < node.getInputCount() ? values.apply(node.getInput(index)) : Optional.empty();
    }

    private static boolean lastAxis(NodeProto node, Values32 x) {
        return x.axis(Attributes.integer(node, "axis", -1)) == x.rank() - 1;
    }

    /// Of the last axis, which stays as one of length 1.
    private static boolean lastMean(NodeProto node, Values32 x) {
        return Attributes.integer(node, "keepdims", 1) == 1
                && Attributes.find(node, "axes")
                        .map(AttributeProto::getIntsList)
                        .filter(it -> it.size() == 1 && x.axis(it.getFirst()) == x.rank() - 1)
                        .isPresent();
    }

    private Optional<Values32> clip(NodeProto node, Values32 x) {
        Optional<Values32> least = input(node, 1);
        Optional<Values32> most = input(node, 2);
        if (least.isEmpty() || most.isEmpty()) {
            return none();
        }
        float low = least.get().data()[0];
        float high = most.get().data()[0];
        return Optional.of(Elementwise.map(x, it -> Math.min(Math.max(it, low), high)));
    }

    private Optional<Values32> layerNorm(NodeProto node, Values32 x) {
        Optional<Values32> gamma = input(node, 1);
        Optional<Values32> beta = input(node, 2);
        if (gamma.isEmpty() || beta.isEmpty() || !lastAxis(node, x)) {
            return none();
        }
        float epsilon = Attributes.find(node, "epsilon").map(AttributeProto::getF).orElse(1e-5f);
        return Optional.of(Rows.layerNorm(x, gamma.get(), beta.get(), epsilon));
    }

    /// Of one index without a dimension of its own, which takes its axis away.
    private static Optional<Values32> gather(NodeProto node, Values32 x, TensorProto index) {
        Optional<List<Long>> single = Values.longs(index).filter(_ -> index.getDimsCount() == 0);
        int axis = x.axis(Attributes.integer(node, "axis", 0));
        return single.map(it -> Layout.gathered(x, axis, it.getFirst()));
    }

    private Optional<Values32> concat(NodeProto node, Values32 first) {
        List<Values32> parts = new ArrayList<>();
        for (String name : node.getInputList()) {
            values.apply(name).ifPresent(parts::add);
        }
        return parts.size() == node.getInputCount()
                ? Optional.of(Layout.joined(parts, first.axis(Attributes.integer(node, "axis", 0))))
                : none();
    }
}
