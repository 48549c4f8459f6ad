package dev.assay.engines.onnxruntime.base;

/// What ONNX Runtime computes with.
///
/// @implNote the constants are in ONNX Runtime's order of preference, reversed: a node that one
///   cannot place goes to those before it
public enum ExecutionProvider {
    CPU("CPUExecutionProvider"),
    CUDA("CUDAExecutionProvider"),
    TENSORRT("TensorrtExecutionProvider");

    private final String library;

    ExecutionProvider(String library) {
        this.library = library;
    }

    /// ONNX Runtime's own name, as in profiles.
    public String library() {
        return library;
    }
}
