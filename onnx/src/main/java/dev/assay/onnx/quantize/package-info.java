/// Quantised models: calibrated ranges in a small file, applied to the FP32 model.
package dev.assay.onnx.quantize;
