package dev.assay.engines.onnxruntime.iobinding;

import dev.assay.engines.ReflectPadContract;

class ReflectPadTest extends ReflectPadContract {
    ReflectPadTest() {
        super(new CpuProvider(), "onnxruntime-cuda-iobinding", "onnx");
    }
}
