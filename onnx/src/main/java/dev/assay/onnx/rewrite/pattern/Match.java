package dev.assay.onnx.rewrite.pattern;

import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.proto.Onnx.TensorProto;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Where a pattern fits, and which tensors it named.
public final class Match {
    private final NodeProto root;
    private final Map<String, String> tensors;
    private final Map<String, TensorProto> constants;

    Match(NodeProto root, Map<String, String> tensors, Map<String, TensorProto> constants) {
        this.root = root;
        this.tensors = Map.copyOf(tensors);
        this.constants = new HashMap<>(constants);
    }

    /// The node that makes the pattern's result.
    public NodeProto root() {
        return root;
    }

    /// The result's name: what replaces the pattern has to make it.
    public String result() {
        return root.getOutput(0);
    }

    /// @throws IllegalArgumentException if the pattern has no such name
    public String tensor(String name) {
        return Optional.ofNullable(tensors.get(name))
                .orElseThrow(() -> new IllegalArgumentException("no tensor " + name));
    }

    /// @throws IllegalArgumentException if the pattern names no such constant
    public TensorProto constant(String name) {
        return Optional.ofNullable(constants.get(name))
                .orElseThrow(() -> new IllegalArgumentException("no constant " + name));
    }
}
