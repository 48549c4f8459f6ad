package dev.assay.onnx.rewrite.simplify;

import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.rewrite.edit.GraphEdit;
import dev.assay.onnx.rewrite.edit.Rewrite;
import dev.assay.onnx.rewrite.edit.Rewritten;
import dev.assay.onnx.rewrite.pattern.GraphView;
import dev.assay.onnx.rewrite.pattern.Values;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Computes what does not depend on the input, once and for all: tiled queries, their embeddings,
/// and of AnchorDETR's first decoder layer the whole self-attention.
public final class FoldedConstants implements Rewrite {
    /// Larger constants would rather be read from memory than computed.
    private static final int MOST_ELEMENTS = 1 << 24;

    @Override
    public String name() {
        return "fold-constants";
    }

    @Override
    public String what() {
        return "what does not depend on the input by its values, one constant for each that is read";
    }

    @Override
    public Rewritten apply(GraphProto graph) {
        GraphEdit edit = new GraphEdit(graph);
        Map<String, Values32> known = new HashMap<>();
        Evaluator evaluator = new Evaluator(tensor -> value(edit.view(), known, tensor));
        for (NodeProto node : graph.getNodeList()) {
            if (node.getOutputCount() == 1
                    && !edit.view().isOutput(node.getOutput(0))
                    && node.getInputList().stream()
                            .allMatch(it -> isKnown(edit.view(), known, it))) {
                evaluator
                        .evaluate(node, edit.view()::constant)
                        .ifPresent(it -> known.put(node.getOutput(0), it));
            }
        }
        for (NodeProto node : graph.getNodeList()) {
            String result = node.getOutputCount() == 0 ? "" : node.getOutput(0);
            Values32 value = known.get(result);
            boolean isRead =
                    edit.view().consumers(result).stream()
                            .anyMatch(it -> !known.containsKey(it.getOutput(0)));
            if (value != null && isRead && value.data().length <= MOST_ELEMENTS) {
                edit.alias(
                        node,
                        result,
                        edit.emitter().floats(result + ".folded", value.dims(), value.data()));
                edit.site(result);
            }
        }
        return edit.finish(List.of());
    }

    private static boolean isKnown(GraphView view, Map<String, Values32> known, String tensor) {
        return known.containsKey(tensor) || view.constant(tensor).isPresent();
    }

    private static Optional<Values32> value(
            GraphView view, Map<String, Values32> known, String tensor) {
        return Optional.ofNullable(known.get(tensor))
                .or(() ->
                        view.constant(tensor)
                                .flatMap(it ->
                                        Values.floats(it)
                                                .map(data ->
                                                        new Values32(it.getDimsList(), data))));
    }
}
