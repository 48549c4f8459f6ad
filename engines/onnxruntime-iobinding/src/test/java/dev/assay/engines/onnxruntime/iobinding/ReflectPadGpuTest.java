package dev.assay.engines.onnxruntime.iobinding;

import dev.assay.engines.ReflectPadContract;
import org.junit.jupiter.api.Tag;

@Tag("gpu")
class ReflectPadGpuTest extends ReflectPadContract {
    ReflectPadGpuTest() {
        super(new IoBindingProvider(), "onnxruntime-cuda-iobinding", "onnx");
    }
}
