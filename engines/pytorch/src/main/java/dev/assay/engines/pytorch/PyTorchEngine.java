package dev.assay.engines.pytorch;

import dev.assay.core.tensor.TensorData;
import dev.assay.engines.Engine;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.JitModule;

/// A TorchScript module; sessions share it.
final class PyTorchEngine implements Engine {
    private final JitModule module;
    private final List<String> outputs;

    /// @param outputs names of what the module returns, where they are known
    PyTorchEngine(JitModule module, List<String> outputs) {
        this.module = module;
        this.outputs = outputs;
    }

    @Override
    public Session openSession() {
        return new Session() {
            @Override
            public Query bind(Map<String, TensorData> inputs) {
                return PyTorchQuery.bind(module, ModuleArguments.inOrder(module, inputs), outputs);
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
