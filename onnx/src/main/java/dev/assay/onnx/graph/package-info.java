/// ONNX files and graphs, as protobuf.
package dev.assay.onnx.graph;
