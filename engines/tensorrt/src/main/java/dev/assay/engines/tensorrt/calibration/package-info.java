/// INT8 ranges from example inputs, found by TensorRT.
package dev.assay.engines.tensorrt.calibration;
