/// Rewriting of ONNX graphs: patterns are found by structure and replaced by plugins or by cheaper
/// forms of the same computation.
package dev.assay.onnx.rewrite;
