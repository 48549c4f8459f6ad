package dev.assay.engines.pytorch;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorSpec;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// Element types in LibTorch's terms and in ours.
final class ScalarTypes {
    private ScalarTypes() {}

    static ScalarType of(TensorSpec input) {
        return switch (input.elementType()) {
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
                            ErrorKind.INFERENCE,
                            "Input '" + input.name() + "': FP8 is not supported");
        };
    }

    /// What a module returned.
    static TensorSpec spec(String name, Tensor tensor) {
        return new TensorSpec(name, elementType(name, tensor), Shape.of(tensor.shape()));
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
}
