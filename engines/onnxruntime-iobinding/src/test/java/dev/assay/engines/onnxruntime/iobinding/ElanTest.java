package dev.assay.engines.onnxruntime.iobinding;

import dev.assay.engines.ElanContract;

class ElanTest extends ElanContract {
    ElanTest() {
        super(new CpuProvider(), "onnxruntime-cuda-iobinding", "onnx");
    }
}
