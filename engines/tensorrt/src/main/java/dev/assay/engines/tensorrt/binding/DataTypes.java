package dev.assay.engines.tensorrt.binding;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.ElementType;
import org.bytedeco.tensorrt.global.nvinfer.DataType;

/// Element types in TensorRT's terms and in ours.
public final class DataTypes {
    private DataTypes() {}

    /// @param tensor for the error's text
    public static ElementType toElementType(String tensor, DataType type) {
        // JavaCPP makes a new enum object for every native result.
        return switch (type.intern()) {
            case kFLOAT -> ElementType.FLOAT32;
            case kHALF -> ElementType.FLOAT16;
            case kBF16 -> ElementType.BFLOAT16;
            case kFP8 -> ElementType.FLOAT8_E4M3;
            case kINT8 -> ElementType.INT8;
            case kUINT8 -> ElementType.UINT8;
            case kINT32 -> ElementType.INT32;
            case kINT64 -> ElementType.INT64;
            case kBOOL -> ElementType.BOOL;
            // INT4, and types of newer lines.
            default ->
                    throw new AssayException(
                            ErrorKind.ENGINE_BUILD,
                            "Tensor '%s' is %s, which Assay does not read"
                                    .formatted(tensor, type.intern().name().substring(1)));
        };
    }

    /// @throws AssayException for types that no TensorRT network takes
    public static DataType ofElementType(String tensor, ElementType type) {
        return switch (type) {
            case FLOAT32 -> DataType.kFLOAT;
            case FLOAT16 -> DataType.kHALF;
            case BFLOAT16 -> DataType.kBF16;
            case FLOAT8_E4M3 -> DataType.kFP8;
            case INT8 -> DataType.kINT8;
            case UINT8 -> DataType.kUINT8;
            case INT32 -> DataType.kINT32;
            case INT64 -> DataType.kINT64;
            case BOOL -> DataType.kBOOL;
            case FLOAT64, FLOAT8_E5M2 ->
                    throw AssayException.data(
                            "Tensor '"
                                    + tensor
                                    + "' is "
                                    + type
                                    + ", which TensorRT does not take");
        };
    }

    /// Whether values of this type are real numbers that may be stored in another precision.
    public static boolean isReal(DataType type) {
        return switch (type.intern()) {
            case kFLOAT, kHALF, kBF16, kFP8 -> true;
            // Newer lines have real numbers of fewer bits: they need scales.
            default -> false;
        };
    }
}
