/// Models in FP16 or BF16.
package dev.assay.onnx.half;
