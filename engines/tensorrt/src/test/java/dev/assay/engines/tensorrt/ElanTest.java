package dev.assay.engines.tensorrt;

import dev.assay.engines.ElanContract;
import org.junit.jupiter.api.Tag;

@Tag("gpu")
class ElanTest extends ElanContract {
    ElanTest() {
        super(new TensorRtProvider(), "tensorrt-onnx", "onnx");
    }
}
