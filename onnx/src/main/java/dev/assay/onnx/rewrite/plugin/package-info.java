/// Rewrites that put nodes of the plugin library in place of subgraphs.
package dev.assay.onnx.rewrite.plugin;
