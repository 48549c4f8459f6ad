package dev.assay.engines.tensorrt.calibration;

/// How ranges for INT8 are found from example inputs.
public enum Calibrator {
    /// The range that loses least information, TensorRT's `IInt8EntropyCalibrator2`.
    ENTROPY,
    /// The whole range that was seen, `IInt8MinMaxCalibrator`.
    MINMAX
}
