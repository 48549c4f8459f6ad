package dev.assay.engines.pytorch;

import dev.assay.engines.ReflectPadContract;

class ReflectPadTest extends ReflectPadContract {
    ReflectPadTest() {
        super(new PyTorchProvider(), "pytorch", "pt");
    }
}
