/// Networks that are built layer by layer, and where a layer-by-layer build is read back from.
package dev.assay.onnx.network;
