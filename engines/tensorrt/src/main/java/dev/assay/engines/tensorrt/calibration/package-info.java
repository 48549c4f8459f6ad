/// INT8 ranges from example inputs, and the checks that keep scored inputs out of them.
package dev.assay.engines.tensorrt.calibration;
