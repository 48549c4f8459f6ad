package dev.assay.engines.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.Query;
import dev.assay.engines.onnxruntime.base.GivenInputs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Inputs and outputs of one query in off-heap memory that ONNX Runtime reads and writes in place.
final class OnnxRuntimeQuery implements Query {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Arena arena;
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, OnnxTensor> outputTensors = new LinkedHashMap<>();
    private final List<TensorData> outputs = new ArrayList<>();

    private OnnxRuntimeQuery(
            OrtEnvironment environment,
            OrtSession session,
            Arena arena,
            Map<String, OnnxTensor> inputs) {
        this.environment = environment;
        this.session = session;
        this.arena = arena;
        this.inputs = inputs;
    }

    static OnnxRuntimeQuery bind(
            OrtEnvironment environment, OrtSession session, Map<String, TensorData> inputs) {
        Map<String, OnnxTensor> inputTensors = new LinkedHashMap<>();
        try {
            GivenInputs.check(NodeInfos.specs(session.getInputInfo()), inputs);
            for (TensorData input : inputs.values()) {
                inputTensors.put(input.name(), wrap(environment, input));
            }
        } catch (OrtException e) {
            throw failed(e);
        }
        return new OnnxRuntimeQuery(environment, session, Arena.ofShared(), inputTensors);
    }

    @Override
    public void run() {
        try {
            if (outputs.isEmpty()) {
                runToLearnShapes();
            } else {
                session.run(inputs, outputTensors).close();
            }
        } catch (OrtException e) {
            throw failed(e);
        }
    }

    /// A model may leave its outputs' shapes open: the first run lets ONNX Runtime allocate them,
    /// all others write into memory of the same shapes.
    private void runToLearnShapes() throws OrtException {
        try (OrtSession.Result result = session.run(inputs)) {
            for (Map.Entry<String, OnnxValue> entry : result) {
                String name = entry.getKey();
                if (!(entry.getValue() instanceof OnnxTensor tensor)) {
                    throw new AssayException(
                            ErrorKind.INFERENCE, "Output '" + name + "' is not a tensor");
                }
                TensorInfo info = tensor.getInfo();
                TensorSpec spec =
                        new TensorSpec(
                                name,
                                ElementTypes.ofOnnx(name, info.type),
                                Shape.of(info.getShape()));
                TensorData output = TensorData.allocate(spec, arena);
                output.segment().copyFrom(MemorySegment.ofBuffer(tensor.getByteBuffer()));
                outputs.add(output);
                outputTensors.put(name, wrap(environment, output));
            }
        }
    }

    @Override
    public List<TensorData> outputs() {
        return outputs;
    }

    @Override
    public void close() {
        inputs.values().forEach(OnnxTensorLike::close);
        outputTensors.values().forEach(OnnxTensorLike::close);
        arena.close();
    }

    private static OnnxTensor wrap(OrtEnvironment environment, TensorData tensor)
            throws OrtException {
        return OnnxTensor.createTensor(
                environment,
                tensor.segment().asByteBuffer().order(ByteOrder.nativeOrder()),
                tensor.shape().toArray(),
                ElementTypes.toOnnx(tensor.name(), tensor.spec().elementType()));
    }

    private static AssayException failed(OrtException e) {
        return new AssayException(ErrorKind.INFERENCE, "ONNX Runtime failed: " + e.getMessage(), e);
    }
}
