package dev.assay.engines.pytorch;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.Query;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// Inputs wrapped in place; outputs are LibTorch's own and copied to off-heap memory in every run,
/// because a module decides itself where its results live.
final class PyTorchQuery implements Query {
    private final JitModule module;
    private final Arena arena;
    private final IValueVector arguments;
    private final List<String> names;
    private final List<TensorData> outputs = new ArrayList<>();

    private PyTorchQuery(
            JitModule module, Arena arena, IValueVector arguments, List<String> names) {
        this.module = module;
        this.arena = arena;
        this.arguments = arguments;
        this.names = names;
    }

    /// @param inputs in the order of the module's arguments
    /// @param names of the outputs, where they are known
    static PyTorchQuery bind(JitModule module, Collection<TensorData> inputs, List<String> names) {
        // Made outside the scope: the arguments live as long as the query.
        IValueVector arguments = new IValueVector();
        try (PointerScope temporaries = new PointerScope()) {
            for (TensorData input : inputs) {
                arguments.push_back(new IValue(wrap(input)));
            }
        }
        return new PyTorchQuery(module, Arena.ofShared(), arguments, names);
    }

    @Override
    public void run() {
        try (PointerScope temporaries = new PointerScope();
                InferenceMode mode = new InferenceMode(true)) {
            Map<String, Tensor> results = forward();
            if (outputs.isEmpty()) {
                allocateLike(results);
            }
            for (TensorData output : outputs) {
                Tensor result = results.get(output.name());
                if (result == null || results.size() != outputs.size()) {
                    throw new AssayException(
                            ErrorKind.INFERENCE,
                            "The module returned other outputs than the first time: "
                                    + results.keySet());
                }
                copy(result, output);
            }
        }
    }

    /// TorchScript does not say beforehand what a module returns.
    private void allocateLike(Map<String, Tensor> results) {
        results.forEach((name, result) -> {
            TensorSpec spec = new TensorSpec(name, elementType(name, result), shape(result));
            outputs.add(TensorData.allocate(spec, arena));
        });
    }

    @Override
    public List<TensorData> outputs() {
        return outputs;
    }

    @Override
    public void close() {
        arguments.close();
        arena.close();
    }

    private Map<String, Tensor> forward() {
        try {
            return ModuleResults.named(module.forward(arguments), names);
        } catch (AssayException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new AssayException(
                    ErrorKind.INFERENCE, "LibTorch failed: " + NativeMessage.firstLine(e), e);
        }
    }

    @SuppressWarnings("restricted") // LibTorch's memory can only be reached by its address.
    private static void copy(Tensor from, TensorData to) {
        if (from.numel() != to.elements()) {
            throw new AssayException(
                    ErrorKind.INFERENCE,
                    "Output '%s' changed its shape from %s to %s between two runs"
                            .formatted(to.name(), to.shape(), shape(from)));
        }
        MemorySegment source =
                MemorySegment.ofAddress(from.data_ptr().address())
                        .reinterpret(to.segment().byteSize());
        MemorySegment.copy(source, 0, to.segment(), 0, to.segment().byteSize());
    }

    private static Tensor wrap(TensorData input) {
        Pointer pointer = new Address(input.segment().address());
        TensorOptions options = new TensorOptions(scalarType(input.name(), input));
        return torch.from_blob(pointer, input.shape().toArray(), options);
    }

    private static Shape shape(Tensor tensor) {
        return Shape.of(tensor.shape());
    }

    private static ScalarType scalarType(String name, TensorData tensor) {
        return switch (tensor.spec().elementType()) {
            case FLOAT64 -> ScalarType.Double;
            case FLOAT32 -> ScalarType.Float;
            case FLOAT16 -> ScalarType.Half;
            case BFLOAT16 -> ScalarType.BFloat16;
            case INT8 -> ScalarType.Char;
            case UINT8 -> ScalarType.Byte;
            case INT32 -> ScalarType.Int;
            case INT64 -> ScalarType.Long;
            case BOOL -> ScalarType.Bool;
            case FLOAT8_E4M3, FLOAT8_E5M2 ->
                    throw new AssayException(
                            ErrorKind.INFERENCE, "Input '" + name + "': FP8 is not supported");
        };
    }

    private static ElementType elementType(String name, Tensor tensor) {
        return switch (tensor.scalar_type().intern()) {
            case Double -> ElementType.FLOAT64;
            case Float -> ElementType.FLOAT32;
            case Half -> ElementType.FLOAT16;
            case BFloat16 -> ElementType.BFLOAT16;
            case Char -> ElementType.INT8;
            case Byte -> ElementType.UINT8;
            case Int -> ElementType.INT32;
            case Long -> ElementType.INT64;
            case Bool -> ElementType.BOOL;
            default ->
                    throw new AssayException(
                            ErrorKind.INFERENCE,
                            "Output '" + name + "' has the type " + tensor.scalar_type());
        };
    }

    /// A JavaCPP pointer to memory that JavaCPP does not own.
    private static final class Address extends Pointer {
        Address(long address) {
            super((Pointer) null);
            this.address = address;
        }
    }
}
