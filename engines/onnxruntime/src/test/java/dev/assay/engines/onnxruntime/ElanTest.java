package dev.assay.engines.onnxruntime;

import dev.assay.engines.ElanContract;

class ElanTest extends ElanContract {
    ElanTest() {
        super(new OnnxRuntimeProvider(), "onnxruntime-cpu", "onnx");
    }
}
