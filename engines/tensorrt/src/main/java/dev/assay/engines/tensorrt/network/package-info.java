/// TensorRT's network definition behind {@link dev.assay.onnx.network.NetworkBuilder}.
package dev.assay.engines.tensorrt.network;
