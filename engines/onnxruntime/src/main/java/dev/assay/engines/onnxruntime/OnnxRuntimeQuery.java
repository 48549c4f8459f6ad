package dev.assay.engines.onnxruntime;

import ai.onnxruntime.NodeInfo;
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
import java.lang.foreign.Arena;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Inputs and outputs of one query in off-heap memory that ONNX Runtime reads and writes in place.
final class OnnxRuntimeQuery implements Query {
    private final OrtSession session;
    private final Arena arena;
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, OnnxTensor> outputTensors;
    private final List<TensorData> outputs;

    private OnnxRuntimeQuery(
            OrtSession session,
            Arena arena,
            Map<String, OnnxTensor> inputs,
            Map<String, OnnxTensor> outputTensors,
            List<TensorData> outputs) {
        this.session = session;
        this.arena = arena;
        this.inputs = inputs;
        this.outputTensors = outputTensors;
        this.outputs = outputs;
    }

    /// Runs once to learn the outputs' shapes, which the model may leave open.
    static OnnxRuntimeQuery bind(
            OrtEnvironment environment, OrtSession session, Map<String, TensorData> inputs) {
        Arena arena = Arena.ofShared();
        try {
            checkNames(session, inputs);
            Map<String, OnnxTensor> inputTensors = new LinkedHashMap<>();
            for (TensorData input : inputs.values()) {
                inputTensors.put(input.name(), wrap(environment, input));
            }
            List<TensorData> outputs = new ArrayList<>();
            Map<String, OnnxTensor> outputTensors = new LinkedHashMap<>();
            try (OrtSession.Result result = session.run(inputTensors)) {
                for (Map.Entry<String, OnnxValue> entry : result) {
                    TensorInfo info = tensorInfo(entry.getKey(), entry.getValue());
                    TensorSpec spec =
                            new TensorSpec(
                                    entry.getKey(),
                                    ElementTypes.ofOnnx(entry.getKey(), info.type),
                                    Shape.of(info.getShape()));
                    TensorData output = TensorData.allocate(spec, arena);
                    outputs.add(output);
                    outputTensors.put(entry.getKey(), wrap(environment, output));
                }
            }
            return new OnnxRuntimeQuery(session, arena, inputTensors, outputTensors, outputs);
        } catch (OrtException e) {
            arena.close();
            throw failed(e);
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    @Override
    public void run() {
        try {
            session.run(inputs, outputTensors).close();
        } catch (OrtException e) {
            throw failed(e);
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

    private static void checkNames(OrtSession session, Map<String, TensorData> inputs)
            throws OrtException {
        Map<String, NodeInfo> expected = session.getInputInfo();
        if (!expected.keySet().equals(inputs.keySet())) {
            throw new AssayException(
                    ErrorKind.DATA,
                    "The model's inputs are %s, the inputs file holds %s"
                            .formatted(expected.keySet(), inputs.keySet()));
        }
    }

    private static OnnxTensor wrap(OrtEnvironment environment, TensorData tensor)
            throws OrtException {
        return OnnxTensor.createTensor(
                environment,
                tensor.segment().asByteBuffer().order(ByteOrder.nativeOrder()),
                tensor.shape().toArray(),
                ElementTypes.toOnnx(tensor.name(), tensor.spec().elementType()));
    }

    private static TensorInfo tensorInfo(String name, OnnxValue value) throws OrtException {
        if (value.getInfo() instanceof TensorInfo info) {
            return info;
        }
        throw new AssayException(ErrorKind.INFERENCE, "Output '" + name + "' is not a tensor");
    }

    private static AssayException failed(OrtException e) {
        return new AssayException(ErrorKind.INFERENCE, "ONNX Runtime failed: " + e.getMessage(), e);
    }
}
