package dev.assay.core.layerwise;

import dev.assay.core.tensor.TensorData;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The nodes of a network in the order of computation, up to the batch of them with the first one
/// that is off by more than noise.
///
/// @param whole whether the nodes after that were compared, too
/// @param broad relative L2 error of a layer that a user would call wrong, whatever made it
public record Divergence(List<NodeCheck> nodes, boolean whole, double broad) {
    public Divergence {
        nodes = List.copyOf(nodes);
    }

    /// @param operator by node
    public record Maker(String node, String operator) {}

    /// @param makers who makes each tensor
    public static List<NodeCheck> compare(
            LayerReference reference,
            Map<String, TensorData> outputs,
            NoiseFloor floor,
            Function<String, Maker> makers) {
        List<NodeCheck> nodes = new ArrayList<>();
        for (LayerCheck check : LayerWalk.checks(reference, outputs, floor::allowed)) {
            Maker maker = makers.apply(check.layer());
            nodes.add(
                    new NodeCheck(
                            maker.node(),
                            maker.operator(),
                            check,
                            floor.rounding().getOrDefault(check.layer(), 0.0),
                            floor.allowed(check.layer())));
        }
        return nodes;
    }

    public Optional<NodeCheck> firstWrong() {
        return nodes.stream().filter(it -> it.check().state().isWrong()).findFirst();
    }

    /// The first tensor that rounding alone puts off by as much as a wrong layer would be.
    public Optional<NodeCheck> firstDrowned() {
        return nodes.stream().filter(it -> it.rounding() > broad).findFirst();
    }

    public long compared() {
        return nodes.stream().filter(it -> it.check().state() != LayerCheck.State.ABSENT).count();
    }

    /// What was found, in one sentence or two.
    public String sentence() {
        if (compared() == 0) {
            return "no node could be compared: the engine and the reference have no tensor in common";
        }
        return firstWrong()
                .map(it ->
                        "the first node whose output leaves its noise floor is %s: '%s' %s%s"
                                .formatted(
                                        it.label().substring("node ".length()),
                                        it.check().layer(),
                                        it.check().detail(),
                                        unseen(it)))
                .orElseGet(this::clean);
    }

    private String unseen(NodeCheck wrong) {
        List<String> absent = new ArrayList<>();
        for (NodeCheck node : nodes) {
            if (node.equals(wrong)) {
                break;
            }
            if (node.check().state() == LayerCheck.State.ABSENT) {
                absent.add(node.node());
            } else {
                absent.clear();
            }
        }
        return absent.isEmpty()
                ? ""
                : "; just before it the engine lacks " + String.join(", ", absent);
    }

    private String clean() {
        double largest =
                nodes.stream()
                        .filter(it -> it.check().state() == LayerCheck.State.AGREES)
                        .mapToDouble(it -> it.check().relativeL2() / it.allowed())
                        .max()
                        .orElse(0);
        String all =
                String.format(
                        Locale.ROOT,
                        "%d tensors stay within their noise floors, at most %.0f %% of them",
                        compared(),
                        100 * largest);
        return firstDrowned()
                .map(it ->
                        String.format(
                                Locale.ROOT,
                                "%s; rounding alone comes to relL2 %.2g at %s: this precision has too few digits from there on, see `assay debug precision`",
                                all,
                                it.rounding(),
                                it.label()))
                .orElse(all);
    }
}
