/// Changes of graphs: nodes are replaced, what nothing reads is dropped.
package dev.assay.onnx.rewrite.edit;
