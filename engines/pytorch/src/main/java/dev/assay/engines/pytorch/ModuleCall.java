package dev.assay.engines.pytorch;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.TensorSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/// A module on its device, called with tensors in the order of its arguments and answering with
/// tensors that have names.
///
/// @param device that the module is on
/// @param names of what it returns, where they are known
record ModuleCall(JitModule module, Device device, List<String> names, Arithmetic arithmetic) {
    ModuleCall {
        names = List.copyOf(names);
    }

    /// A tensor in memory that stays somebody else's, to be closed by the caller.
    static Tensor wrap(Pointer address, TensorSpec spec, Device where) {
        try (PointerScope temporaries = new PointerScope()) {
            TensorOptions options =
                    new TensorOptions(ScalarTypes.of(spec)).device(new DeviceOptional(where));
            Tensor tensor = torch.from_blob(address, spec.shape().toArray(), options);
            tensor.retainReference();
            return tensor;
        }
    }

    /// On a GPU it is only enqueued. The caller opens a scope for the temporaries.
    ///
    /// @return contiguous tensors on the module's device
    Map<String, Tensor> run(List<Tensor> inputs) {
        try (InferenceMode mode = new InferenceMode(true);
                IValueVector arguments = new IValueVector()) {
            for (Tensor input : inputs) {
                arguments.push_back(new IValue(arithmetic.lowered(input)));
            }
            Map<String, Tensor> results = new LinkedHashMap<>();
            ModuleResults.named(module.forward(arguments), names)
                    .forEach((name, tensor) -> results.put(name, arithmetic.raised(tensor)));
            return results;
        } catch (AssayException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new AssayException(
                    ErrorKind.INFERENCE, "LibTorch failed: " + NativeMessage.firstLine(e), e);
        }
    }

    boolean onCuda() {
        return device.is_cuda();
    }
}
