package dev.assay.engines.onnxruntime.iobinding;

import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineCache;
import dev.assay.engines.EngineProvider;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.PreparedEngine;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import dev.assay.engines.cuda.Launch;
import dev.assay.engines.onnxruntime.base.ExecutionProvider;
import dev.assay.engines.onnxruntime.base.SessionSettings;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.Pointer;

/// Everything of the engine but CUDA: its sessions and bindings, on the host's memory.
final class CpuProvider implements EngineProvider {
    private final boolean waits;

    CpuProvider() {
        this(false);
    }

    /// @param waits as for a model of which nodes run on the CPU
    CpuProvider(boolean waits) {
        this.waits = waits;
    }

    @Override
    public List<String> ids() {
        return List.of("onnxruntime-cpu-iobinding");
    }

    @Override
    public PreparedEngine prepare(EngineRequest request, EngineCache cache) {
        return IoBindingProvider.prepare(
                request,
                SessionSettings.of(request),
                ExecutionProvider.CPU,
                OnnxRuntimeLibrary.load());
    }

    @Override
    public Engine load(PreparedEngine prepared) {
        NativeSession session =
                NativeSession.open(
                        prepared.artefact(),
                        SessionSettings.of(prepared.request()),
                        Optional.empty(),
                        Optional.empty());
        return new Engine() {
            @Override
            public Session openSession() {
                return new Session() {
                    @Override
                    public Query bind(Map<String, TensorData> inputs) {
                        return new HostQuery(session, inputs, waits);
                    }

                    @Override
                    public void close() {}
                };
            }

            @Override
            public void close() {
                session.close();
            }
        };
    }

    private static final class HostQuery implements Query {
        private final IoBindingLaunch launch;
        private final Arena arena = Arena.ofShared();
        private final List<TensorData> outputs;
        private final Launch.Bound bound;

        HostQuery(NativeSession session, Map<String, TensorData> inputs, boolean waits) {
            launch =
                    IoBindingLaunch.open(
                            session, Optional.empty(), TensorMemory.HOST, inputs, waits);
            outputs = launch.outputs().stream().map(it -> TensorData.allocate(it, arena)).toList();
            Map<String, Pointer> addresses = new HashMap<>();
            inputs.values().forEach(it -> put(addresses, it));
            outputs.forEach(it -> put(addresses, it));
            bound = launch.bind(addresses);
        }

        private static void put(Map<String, Pointer> addresses, TensorData tensor) {
            TensorSpec spec = tensor.spec();
            addresses.put(spec.name(), TensorMemory.pointer(tensor.segment()));
        }

        @Override
        public void run() {
            bound.run();
        }

        @Override
        public List<TensorData> outputs() {
            return outputs;
        }

        @Override
        public void close() {
            launch.close();
            arena.close();
        }
    }
}
