package dev.assay.engines.pytorch;

import dev.assay.engines.ElanContract;

class ElanTest extends ElanContract {
    ElanTest() {
        super(new PyTorchProvider(), "pytorch", "pt");
    }
}
