package dev.assay.engines.onnxruntime;

import dev.assay.engines.ReflectPadContract;

class ReflectPadTest extends ReflectPadContract {
    ReflectPadTest() {
        super(new OnnxRuntimeProvider(), "onnxruntime-cpu", "onnx");
    }
}
