package dev.assay.onnx.half;

import dev.assay.core.AssayException;
import dev.assay.onnx.graph.Opset;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Which nodes stay in FP32.
///
/// Always: operators whose sums or exponentials lose most (`RISKY`), vectors that are divided by
/// their lengths, because the square of a length overflows FP16 in large images, operators that do
/// not take the type, and those of other domains. And what the user names: operators, or nodes by
/// their name or first output, where `*` stands for any text.
final class KeepRule {
    private static final Set<String> RISKY =
            Set.of(
                    "LayerNormalization",
                    "GroupNormalization",
                    "InstanceNormalization",
                    "RMSNormalization",
                    "LpNormalization",
                    "MeanVarianceNormalization",
                    "Softmax",
                    "LogSoftmax",
                    "ReduceL2",
                    "ReduceSumSquare",
                    "ReduceLogSum",
                    "ReduceLogSumExp",
                    "Max");
    private static final Set<String> UNSUPPORTED =
            Set.of(
                    "Celu",
                    "CumSum",
                    "DynamicQuantizeLinear",
                    "If",
                    "IsInf",
                    "Loop",
                    "NonMaxSuppression",
                    "QLinearConv",
                    "QLinearMatMul",
                    "Range",
                    "Scan",
                    "TfIdfVectorizer");

    private final HalfType type;
    private final List<String> operators;
    private final List<Pattern> names;
    private final Map<String, String> operatorOf = new HashMap<>();

    /// @param keep operators and patterns of names
    /// @throws AssayException of kind `CONFIG` if one of them fits nothing
    KeepRule(List<String> keep, HalfType type, GraphProto graph) {
        this.type = type;
        for (NodeProto node : graph.getNodeList()) {
            node.getOutputList().forEach(it -> operatorOf.put(it, node.getOpType()));
        }
        this.operators = keep.stream().filter(operatorOf::containsValue).toList();
        this.names =
                keep.stream()
                        .filter(it -> !operatorOf.containsValue(it))
                        .map(it -> requireMatch(it, pattern(it), graph))
                        .toList();
    }

    private static Pattern pattern(String text) {
        return Pattern.compile(
                List.of(text.split("\\*", -1)).stream()
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*")));
    }

    private static Pattern requireMatch(String text, Pattern pattern, GraphProto graph) {
        if (graph.getNodeList().stream().noneMatch(node -> isNamed(node, pattern))) {
            throw AssayException.config(
                    "'%s' is to stay in FP32, but the model has no such operator, node or node output"
                            .formatted(text));
        }
        return pattern;
    }

    private static boolean isNamed(NodeProto node, Pattern pattern) {
        return pattern.matcher(node.getName()).matches()
                || pattern.matcher(node.getOutput(0)).matches();
    }

    boolean keeps(NodeProto node) {
        return !Opset.isStandard(node)
                || RISKY.contains(node.getOpType())
                || UNSUPPORTED.contains(node.getOpType())
                || type.unsupported().contains(node.getOpType())
                || dividesByLength(node)
                || isLength(node)
                || operators.contains(node.getOpType())
                || names.stream().anyMatch(pattern -> isNamed(node, pattern));
    }

    /// A sum of squares overflows FP16 long before its root does.
    private boolean isLength(NodeProto node) {
        return node.getOpType().equals("Sqrt")
                && "ReduceSumSquare".equals(operatorOf.get(node.getInput(0)));
    }

    private boolean dividesByLength(NodeProto node) {
        return node.getOpType().equals("Div")
                && node.getInputCount() == 2
                && "Max".equals(operatorOf.get(node.getInput(1)));
    }
}
