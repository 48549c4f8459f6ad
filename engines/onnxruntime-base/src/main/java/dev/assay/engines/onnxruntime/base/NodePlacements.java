package dev.assay.engines.onnxruntime.base;

import dev.assay.core.AssayException;
import dev.assay.core.format.Json;
import dev.assay.core.run.LayerPrecisions;
import dev.assay.core.suite.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Where ONNX Runtime ran the nodes of a model, and in which types: from its profile of one run.
///
/// A provider that has no kernel for a node leaves it to the next one, without a word, and casts
/// are put around nodes of types that nothing computes in. Times in these profiles are the host's
/// and are not read.
///
/// @param nodes that ran, in their order
public record NodePlacements(List<Node> nodes) {
    private static final String FLOAT = "float";

    /// Operators that change a tensor's type or layout.
    private static final Set<String> REFORMATS =
            Set.of(
                    "Cast",
                    "QuantizeLinear",
                    "DequantizeLinear",
                    "ReorderInput",
                    "ReorderOutput",
                    "MemcpyToHost",
                    "MemcpyFromHost");

    /// Operators that move elements without computing any.
    private static final Set<String> MOVES =
            Set.of(
                    "Concat",
                    "Expand",
                    "Flatten",
                    "Gather",
                    "Identity",
                    "Pad",
                    "Reshape",
                    "Shape",
                    "Slice",
                    "Split",
                    "Squeeze",
                    "Tile",
                    "Transpose",
                    "Unsqueeze");

    private static final Map<String, String> PRECISIONS =
            Map.of(
                    FLOAT,
                    "FP32",
                    "float16",
                    "FP16",
                    "bfloat16",
                    "BF16",
                    "double",
                    "FP64",
                    "int8",
                    "INT8",
                    "uint8",
                    "INT8");

    public NodePlacements {
        nodes = List.copyOf(nodes);
    }

    /// A node as it ran.
    ///
    /// @param provider for example `CPUExecutionProvider`
    /// @param type of its first input in ONNX Runtime's words, empty without inputs
    public record Node(String name, String operator, String provider, String type) {
        /// Whether it computes values of the network: what is done to shapes and indices is integer
        /// arithmetic, and ONNX Runtime keeps that on the CPU on purpose.
        public boolean computes() {
            return isNetwork()
                    || (PRECISIONS.containsKey(type)
                            && !REFORMATS.contains(operator)
                            && !MOVES.contains(operator));
        }

        /// Whether it is a network of its own, which nobody can look into.
        public boolean isNetwork() {
            return operator.startsWith("TRTKernel");
        }
    }

    /// @param profile as `endProfiling` leaves it
    /// @throws AssayException if it is no profile
    public static NodePlacements read(Path profile) {
        JsonNode events;
        try {
            events = Json.compact().readTree(profile);
        } catch (JacksonException e) {
            throw AssayException.environment(
                    "ONNX Runtime's profile %s cannot be read: %s".formatted(profile, e), e);
        }
        List<Node> nodes = new ArrayList<>();
        for (JsonNode event : events) {
            JsonNode facts = event.path("args");
            if (event.path("cat").asString("").equals("Node") && facts.has("provider")) {
                nodes.add(
                        new Node(
                                event.path("name").asString("").replaceFirst("_kernel_time$", ""),
                                facts.path("op_name").asString(""),
                                facts.path("provider").asString(""),
                                type(facts.path("input_type_shape"))));
            }
        }
        return new NodePlacements(nodes);
    }

    /// @param inputs such as `[{"float": [1, 3, 8, 8]}, {"float": [8]}]`
    private static String type(JsonNode inputs) {
        return inputs.path(0).propertyNames().stream().findFirst().orElse("");
    }

    private List<Node> computing() {
        return nodes.stream().filter(Node::computes).toList();
    }

    /// In which types the computing nodes ran.
    ///
    /// @param asked of the engine: TF32 computes with tensors of type FP32, so that no type tells
    ///   which nodes took it
    public LayerPrecisions precisions(Precision asked) {
        List<Node> computing = computing();
        Map<String, Integer> counts = new TreeMap<>();
        computing.forEach(
                it -> counts.merge(PRECISIONS.getOrDefault(it.type(), "?"), 1, Integer::sum));
        int reformats =
                (int) nodes.stream().filter(it -> REFORMATS.contains(it.operator())).count();
        boolean tf32 = asked == Precision.TF32;
        int opaque =
                (int)
                        computing.stream()
                                .filter(it -> it.isNetwork() || (tf32 && it.type().equals(FLOAT)))
                                .count();
        return new LayerPrecisions(computing.size(), counts, reformats, opaque);
    }

    /// Whether any node took values of the network to the CPU.
    public boolean readOnCpu() {
        return nodes.stream()
                .anyMatch(it ->
                        PRECISIONS.containsKey(it.type())
                                && it.provider().equals(ExecutionProvider.CPU.library()));
    }

    /// Computing nodes that another provider ran, in words, for example `2 of 58: Resize, Conv`.
    ///
    /// @return empty if there are none
    public String fallbacks(ExecutionProvider wanted) {
        List<Node> computing = computing();
        List<Node> elsewhere =
                computing.stream().filter(it -> !it.provider().equals(wanted.library())).toList();
        return elsewhere.isEmpty()
                ? ""
                : "%d of %d: %s"
                        .formatted(
                                elsewhere.size(),
                                computing.size(),
                                elsewhere.stream()
                                        .map(Node::operator)
                                        .distinct()
                                        .collect(Collectors.joining(", ")));
    }
}
