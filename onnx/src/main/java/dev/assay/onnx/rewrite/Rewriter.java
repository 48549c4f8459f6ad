package dev.assay.onnx.rewrite;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.suite.GraphRewrite;
import dev.assay.onnx.graph.Opset;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.ModelProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.proto.Onnx.OperatorSetIdProto;
import dev.assay.onnx.rewrite.edit.Emitter;
import dev.assay.onnx.rewrite.edit.Plugins;
import dev.assay.onnx.rewrite.edit.Rewrite;
import dev.assay.onnx.rewrite.edit.Rewritten;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Applies rewrites one after the other, and insists on what they must find.
public final class Rewriter {
    /// The opsets whose forms of the operators the patterns and replacements are written in: below,
    /// there is no LayerNormalization, above, reductions take their axes otherwise.
    private static final int OPSET = 17;

    private Rewriter() {}

    /// @param step as it was asked for
    /// @param sites results of what it replaced
    public record Done(GraphRewrite step, List<String> sites) {
        public Done {
            sites = List.copyOf(sites);
        }
    }

    public record Result(ModelProto model, List<Done> done) {
        public Result {
            done = List.copyOf(done);
        }
    }

    /// @throws AssayException of kind `CONFIG` if there is no such rewrite, `ENGINE_BUILD` if a
    ///   rewrite finds another number of places than it must, or none at all
    public static Result apply(ModelProto model, List<GraphRewrite> steps) {
        List<Rewrite> rewrites = steps.stream().map(it -> Rewrites.get(it.name())).toList();
        ModelProto raised = Opset.of(model) < OPSET ? Opset.raised(model, OPSET) : model;
        if (Opset.of(raised) != OPSET) {
            throw new AssayException(
                    ErrorKind.ENGINE_BUILD,
                    "The model is of opset %d, rewrites are written for %d: export it for that one"
                            .formatted(Opset.of(raised), OPSET));
        }
        GraphProto graph = raised.getGraph();
        List<Done> done = new ArrayList<>();
        for (int i = 0; i < rewrites.size(); i++) {
            Rewritten rewritten = rewrites.get(i).apply(graph);
            require(steps.get(i), rewritten);
            done.add(new Done(steps.get(i), rewritten.sites()));
            graph = customised(graph, rewritten.graph(), steps.get(i));
        }
        return new Result(withDomain(raised.toBuilder().setGraph(graph).build()), done);
    }

    private static void require(GraphRewrite step, Rewritten rewritten) {
        int found = rewritten.sites().size();
        if (step.sites().isEmpty() ? found > 0 : step.sites().contains(found)) {
            return;
        }
        String wanted =
                step.sites().isEmpty()
                        ? "it must find one at least"
                        : "it must find "
                                + step.sites().stream()
                                        .map(String::valueOf)
                                        .collect(Collectors.joining(" or "));
        String nearest =
                rewritten.nearMisses().isEmpty()
                        ? "Nothing in the graph comes near it"
                        : "Nearest to it, but different: "
                                + String.join("; ", rewritten.nearMisses());
        throw new AssayException(
                ErrorKind.ENGINE_BUILD,
                "Rewrite '%s' found %d places, %s: the graph is not the one that the step was written for. %s"
                        .formatted(step.name(), found, wanted, nearest));
    }

    /// New nodes of plugins with the variant and under the operator that a step asks for.
    private static GraphProto customised(GraphProto before, GraphProto after, GraphRewrite step) {
        if (step.variant().isEmpty() && step.operator().isEmpty()) {
            return after;
        }
        Set<NodeProto> old = new HashSet<>(before.getNodeList());
        GraphProto.Builder custom = after.toBuilder().clearNode();
        for (NodeProto node : after.getNodeList()) {
            NodeProto.Builder changed = node.toBuilder();
            if (Plugins.isPlugin(node) && !old.contains(node)) {
                step.variant().ifPresent(it -> changed.addAttribute(Emitter.text("variant", it)));
                step.operator().ifPresent(changed::setOpType);
            }
            custom.addNode(changed);
        }
        return custom.build();
    }

    /// A model says the version of every domain that its nodes are of.
    private static ModelProto withDomain(ModelProto model) {
        boolean needed = model.getGraph().getNodeList().stream().anyMatch(Plugins::isPlugin);
        boolean there =
                model.getOpsetImportList().stream()
                        .anyMatch(it -> it.getDomain().equals(Plugins.DOMAIN));
        return needed && !there
                ? model.toBuilder()
                        .addOpsetImport(
                                OperatorSetIdProto.newBuilder()
                                        .setDomain(Plugins.DOMAIN)
                                        .setVersion(1))
                        .build()
                : model;
    }

    /// Operators of the plugin library that a model needs, in the order of nodes.
    public static List<String> plugins(ModelProto model) {
        return model.getGraph().getNodeList().stream()
                .filter(Plugins::isPlugin)
                .map(NodeProto::getOpType)
                .distinct()
                .toList();
    }
}
