package dev.assay.engines.onnxruntime.iobinding;

import dev.assay.engines.ElanContract;
import org.junit.jupiter.api.Tag;

@Tag("gpu")
class ElanGpuTest extends ElanContract {
    ElanGpuTest() {
        super(new IoBindingProvider(), "onnxruntime-cuda-iobinding", "onnx");
    }
}
