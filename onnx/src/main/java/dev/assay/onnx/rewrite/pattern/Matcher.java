package dev.assay.onnx.rewrite.pattern;

import dev.assay.onnx.graph.Opset;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.proto.Onnx.TensorProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Fits patterns to a graph and remembers how far those came that do not fit.
public final class Matcher {
    private final GraphView graph;
    private Map<String, String> tensors = new HashMap<>();
    private Map<String, TensorProto> constants = new HashMap<>();
    private int deepest;
    private String difference = "";

    public Matcher(GraphView graph) {
        this.graph = graph;
    }

    /// Where an attempt failed.
    ///
    /// @param depth how many operators behind the root
    public record Difference(int depth, String text) {}

    /// Fits a pattern's root to a node.
    public Optional<Match> match(Pattern.Op pattern, NodeProto node) {
        return match(pattern, node.getOutput(0), node);
    }

    /// Fits a pattern to a tensor that a node makes.
    public Optional<Match> match(Pattern.Op pattern, String tensor) {
        return graph.producer(tensor).flatMap(it -> match(pattern, tensor, it));
    }

    private Optional<Match> match(Pattern.Op pattern, String tensor, NodeProto root) {
        tensors = new HashMap<>();
        constants = new HashMap<>();
        deepest = -1;
        difference = "";
        return fits(pattern, tensor, 0)
                ? Optional.of(new Match(root, tensors, constants))
                : Optional.empty();
    }

    /// Why the last attempt failed, at its deepest.
    public Difference difference() {
        return new Difference(deepest, difference);
    }

    private boolean fits(Pattern pattern, String tensor, int depth) {
        return switch (pattern) {
            case Pattern.Any any -> binds(any.name(), tensor, depth);
            case Pattern.Constant constant -> {
                Optional<TensorProto> value = graph.constant(tensor);
                if (value.filter(constant.test()).isEmpty()) {
                    yield differs(depth, "%s is not %s", tensor, constant.wanted());
                }
                constants.put(constant.name(), value.get());
                yield binds(constant.name(), tensor, depth);
            }
            case Pattern.Op op -> fits(op, tensor, depth);
        };
    }

    private boolean fits(Pattern.Op pattern, String tensor, int depth) {
        Optional<NodeProto> producer = graph.producer(tensor);
        if (producer.isEmpty()) {
            return differs(depth, "%s comes from no node, not from %s", tensor, pattern.type());
        }
        NodeProto node = producer.get();
        if (!node.getOpType().equals(pattern.type()) || !Opset.isStandard(node)) {
            return differs(
                    depth, "%s comes from %s, not %s", tensor, node.getOpType(), pattern.type());
        }
        if (node.getOutputList().indexOf(tensor) != pattern.output()) {
            return differs(depth, "%s is not result %d of its node", tensor, pattern.output());
        }
        for (Pattern.Attribute attribute : pattern.attributes()) {
            if (!attribute.test().test(node)) {
                return differs(
                        depth, "%s of %s has not %s", pattern.type(), tensor, attribute.wanted());
            }
        }
        if (!pattern.inputs().isEmpty() && node.getInputCount() != pattern.inputs().size()) {
            return differs(
                    depth,
                    "%s of %s has %d inputs, not %d",
                    pattern.type(),
                    tensor,
                    node.getInputCount(),
                    pattern.inputs().size());
        }
        if (!binds(pattern.name(), tensor, depth)) {
            return false;
        }
        if (!pattern.isCommutative()) {
            return inputsFit(pattern.inputs(), node.getInputList(), depth);
        }
        Map<String, String> before = new HashMap<>(tensors);
        Map<String, TensorProto> constantsBefore = new HashMap<>(constants);
        if (inputsFit(pattern.inputs(), node.getInputList(), depth)) {
            return true;
        }
        tensors = before;
        constants = constantsBefore;
        return inputsFit(pattern.inputs(), node.getInputList().reversed(), depth);
    }

    private boolean inputsFit(List<Pattern> patterns, List<String> inputs, int depth) {
        for (int i = 0; i < patterns.size(); i++) {
            if (!fits(patterns.get(i), inputs.get(i), depth + 1)) {
                return false;
            }
        }
        return true;
    }

    private boolean binds(String name, String tensor, int depth) {
        if (name.isEmpty()) {
            return true;
        }
        String other = tensors.putIfAbsent(name, tensor);
        return other == null
                || other.equals(tensor)
                || differs(depth, "%s is another tensor than %s", tensor, other);
    }

    private boolean differs(int depth, String format, Object... arguments) {
        if (depth > deepest) {
            deepest = depth;
            difference = format.formatted(arguments);
        }
        return false;
    }
}
