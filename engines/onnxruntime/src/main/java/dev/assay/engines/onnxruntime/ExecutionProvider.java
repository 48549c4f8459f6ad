package dev.assay.engines.onnxruntime;

import dev.assay.core.AssayException;
import java.util.List;
import java.util.stream.Stream;

/// What ONNX Runtime computes with.
///
/// @implNote the constants are in ONNX Runtime's order of preference, reversed: a node that one
///   cannot place goes to those before it
enum ExecutionProvider {
    CPU("onnxruntime-cpu", "CPUExecutionProvider"),
    CUDA("onnxruntime-cuda", "CUDAExecutionProvider"),
    TENSORRT("onnxruntime-tensorrt", "TensorrtExecutionProvider");

    private final String engine;
    private final String library;

    ExecutionProvider(String engine, String library) {
        this.engine = engine;
        this.library = library;
    }

    /// ONNX Runtime's own name, as in profiles.
    String library() {
        return library;
    }

    static List<String> engines() {
        return Stream.of(values()).map(it -> it.engine).toList();
    }

    static ExecutionProvider of(String engine) {
        return Stream.of(values())
                .filter(it -> it.engine.equals(engine))
                .findFirst()
                .orElseThrow(() ->
                        AssayException.config(
                                "ONNX Runtime has the engines %s, not '%s'"
                                        .formatted(engines(), engine)));
    }
}
