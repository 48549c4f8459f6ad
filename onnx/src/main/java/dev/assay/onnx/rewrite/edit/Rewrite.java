package dev.assay.onnx.rewrite.edit;

import dev.assay.onnx.proto.Onnx.GraphProto;

/// One way to change a graph.
public interface Rewrite {
    /// What a suite and the command line call it.
    String name();

    /// What it replaces by what, for people.
    String what();

    Rewritten apply(GraphProto graph);
}
