package dev.assay.engines.tensorrt;

import dev.assay.engines.ReflectPadContract;
import org.junit.jupiter.api.Tag;

@Tag("gpu")
class ReflectPadTest extends ReflectPadContract {
    ReflectPadTest() {
        super(new TensorRtProvider(), "tensorrt-onnx", "onnx");
    }
}
