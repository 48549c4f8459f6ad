package dev.assay.engines.pytorch;

import dev.assay.core.tensor.TensorData;
import dev.assay.engines.Engine;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import java.util.Map;
import org.bytedeco.pytorch.JitModule;

/// A TorchScript module; sessions share it.
final class PyTorchEngine implements Engine {
    private final JitModule module;

    PyTorchEngine(JitModule module) {
        this.module = module;
    }

    @Override
    public Session openSession() {
        return new Session() {
            @Override
            public Query bind(Map<String, TensorData> inputs) {
                return PyTorchQuery.bind(module, inputs.values());
            }

            @Override
            public void close() {
                // The module belongs to the engine.
            }
        };
    }

    @Override
    public void close() {
        module.close();
    }
}
