package dev.assay.engines.onnxruntime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.TensorData;
import dev.assay.engines.Engine;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import java.util.Map;

/// An ONNX Runtime session; our sessions share it.
final class OnnxRuntimeEngine implements Engine {
    private final OrtEnvironment environment;
    private final OrtSession session;

    OnnxRuntimeEngine(OrtEnvironment environment, OrtSession session) {
        this.environment = environment;
        this.session = session;
    }

    @Override
    public Session openSession() {
        return new Session() {
            @Override
            public Query bind(Map<String, TensorData> inputs) {
                return OnnxRuntimeQuery.bind(environment, session, inputs);
            }

            @Override
            public void close() {
                // The native session belongs to the engine.
            }
        };
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new AssayException(
                    ErrorKind.INFERENCE, "ONNX Runtime cannot close: " + e.getMessage(), e);
        }
    }
}
