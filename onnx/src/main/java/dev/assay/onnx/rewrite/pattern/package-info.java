/// Patterns of graphs, and where they fit.
package dev.assay.onnx.rewrite.pattern;
