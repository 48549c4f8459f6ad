package dev.assay.core.layerwise;

/// One tensor of a network against its reference and its noise floor.
///
/// @param node that makes it
/// @param operator of the node
/// @param rounding relative L2 error that rounding alone makes of it, 0 where that is not known
/// @param allowed relative L2 error up to which it is noise
public record NodeCheck(
        String node, String operator, LayerCheck check, double rounding, double allowed) {
    /// For example `node /body/0/Conv (Conv)`.
    public String label() {
        return "node %s (%s)".formatted(node, operator);
    }
}
