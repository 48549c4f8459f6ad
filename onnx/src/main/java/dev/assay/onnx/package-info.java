/// Makes the ONNX files that an engine needs from a model's FP32 file: quantised ones and such of
/// half precision. No type of protobuf leaves this package.
package dev.assay.onnx;
