package dev.assay.onnx.rewrite.edit;

import dev.assay.onnx.proto.Onnx.GraphProto;
import java.util.List;

/// A graph after one rewrite.
///
/// @param sites results of what was replaced, in the order of nodes
/// @param nearMisses what kept the places that all but fit from it, the nearest first
public record Rewritten(GraphProto graph, List<String> sites, List<String> nearMisses) {
    public Rewritten {
        sites = List.copyOf(sites);
        nearMisses = List.copyOf(nearMisses);
    }
}
