/// Cheaper forms of the same computation in ONNX's own operators.
package dev.assay.onnx.rewrite.simplify;
