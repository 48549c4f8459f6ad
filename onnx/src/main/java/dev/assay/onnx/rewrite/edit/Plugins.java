package dev.assay.onnx.rewrite.edit;

import dev.assay.onnx.proto.Onnx.NodeProto;

/// How nodes of the plugin library are written in ONNX.
public final class Plugins {
    /// Domain of the nodes; TensorRT's parser goes by the operator alone.
    public static final String DOMAIN = "assay";

    /// What the operators of the library begin with.
    public static final String PREFIX = "Assay";

    private Plugins() {}

    /// Whether a node runs in the plugin library.
    public static boolean isPlugin(NodeProto node) {
        return node.getDomain().equals(DOMAIN);
    }
}
