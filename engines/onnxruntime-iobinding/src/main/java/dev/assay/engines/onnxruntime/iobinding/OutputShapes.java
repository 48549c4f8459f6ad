package dev.assay.engines.onnxruntime.iobinding;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.onnxruntime.base.GivenInputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.onnxruntime.IoBinding;
import org.bytedeco.onnxruntime.MemoryInfo;
import org.bytedeco.onnxruntime.RunOptions;
import org.bytedeco.onnxruntime.TensorTypeAndShapeInfo;
import org.bytedeco.onnxruntime.Value;
import org.bytedeco.onnxruntime.ValueVector;

/// Learns the shapes of a model's outputs, which it may leave open, by running it once.
///
/// That run is also the one in which ONNX Runtime tries cuDNN's algorithms for these shapes and its
/// arena on the GPU grows, so that neither happens in a query.
final class OutputShapes {
    private OutputShapes() {}

    /// @param inputs on the host; ONNX Runtime copies them to where it computes
    /// @return the outputs with concrete shapes, in the model's order
    /// @throws AssayException of kind `DATA` if a name or type does not fit the model, `INFERENCE`
    ///   if it does not run
    static List<TensorSpec> of(NativeSession session, Map<String, TensorData> inputs) {
        GivenInputs.check(session.inputs(), inputs);
        try (PointerScope temporaries = new PointerScope()) {
            IoBinding binding = session.newBinding();
            for (TensorData input : inputs.values()) {
                Value value =
                        TensorMemory.HOST.at(TensorMemory.pointer(input.segment()), input.spec());
                binding.BindInput(input.name(), value);
            }
            MemoryInfo host = TensorMemory.HOST.info();
            for (TensorSpec output : session.outputs()) {
                binding.BindOutput(output.name(), host.asOrtMemoryInfo());
            }
            session.run(new RunOptions(), binding);
            ValueVector values = binding.GetOutputValues();
            List<TensorSpec> shaped = new ArrayList<>();
            for (int i = 0; i < session.outputs().size(); i++) {
                shaped.add(shaped(session.outputs().get(i), values.get(i)));
            }
            return List.copyOf(shaped);
        } catch (AssayException e) {
            throw e;
        } catch (RuntimeException e) {
            throw NativeSession.failed(e);
        }
    }

    private static TensorSpec shaped(TensorSpec output, Value value) {
        if (!value.IsTensor()) {
            throw new AssayException(
                    ErrorKind.INFERENCE, "Output '" + output.name() + "' is not a tensor");
        }
        TensorTypeAndShapeInfo info = value.GetTensorTypeAndShapeInfo();
        return new TensorSpec(
                output.name(), output.elementType(), NativeSession.shape(info.GetShape()));
    }
}
