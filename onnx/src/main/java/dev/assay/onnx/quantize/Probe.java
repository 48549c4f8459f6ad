package dev.assay.onnx.quantize;

/// What a probed model says of an activation instead of its own outputs.
public enum Probe {
    /// Number of elements, INT64.
    SIZE,
    /// Its extents, INT64.
    SHAPE,
    /// max |x|, FP32.
    LARGEST_MAGNITUDE,
    /// The tensor itself.
    VALUES
}
