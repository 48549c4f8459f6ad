package dev.assay.engines.pytorch;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.suite.Precision;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// What a module computes in.
///
/// Inputs and outputs keep the types of its FP32 form, as in an ONNX file whose inside was
/// converted: the casts are part of a query. In 16 bits the weights are cast; these bindings have
/// no autocast.
///
/// @param compute type of weights and activations, empty where they stay as they are
record Arithmetic(Precision precision, Optional<ScalarType> compute) {
    /// @throws AssayException of kind `UNSUPPORTED` if the device has no such arithmetic
    static Arithmetic of(Precision precision, TorchDevice device) {
        boolean there =
                switch (precision) {
                    case FP32, BF16 -> true;
                    case TF32, FP16 -> device == TorchDevice.CUDA;
                    case INT8, FP8 -> false;
                };
        if (!there) {
            throw new AssayException(
                    ErrorKind.UNSUPPORTED,
                    "LibTorch on %s has no %s here".formatted(device.id(), precision));
        }
        return new Arithmetic(
                precision,
                switch (precision) {
                    case FP16 -> Optional.of(ScalarType.Half);
                    case BF16 -> Optional.of(ScalarType.BFloat16);
                    default -> Optional.empty();
                });
    }

    /// Sets what LibTorch keeps for the whole process, and casts the weights.
    void apply(JitModule module, boolean cudnnBenchmark) {
        boolean tf32 = precision == Precision.TF32;
        Context context = torch.globalContext();
        context.setFloat32MatmulPrecision(tf32 ? "high" : "highest");
        context.setAllowTF32CuBLAS(tf32);
        context.setAllowTF32CuDNN(tf32);
        context.setBenchmarkCuDNN(cudnnBenchmark);
        compute.ifPresent(module::to);
    }

    /// An input as the module takes it.
    Tensor lowered(Tensor input) {
        return compute.isPresent() && is(input, ScalarType.Float) ? input.to(compute.get()) : input;
    }

    /// An output as the FP32 module would give it.
    Tensor raised(Tensor output) {
        return compute.isPresent() && is(output, compute.get())
                ? output.to(ScalarType.Float)
                : output;
    }

    private static boolean is(Tensor tensor, ScalarType type) {
        return tensor.scalar_type().intern() == type;
    }

    /// For the record, besides the precision.
    Map<String, String> facts() {
        return compute.isPresent() ? Map.of("cast", "weights") : Map.of();
    }
}
