package dev.assay.engines.onnxruntime;

import ai.onnxruntime.OnnxJavaType;
import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.ElementType;

/// Element types in ONNX Runtime's terms and in ours.
final class ElementTypes {
    private ElementTypes() {}

    static ElementType ofOnnx(String tensor, OnnxJavaType type) {
        return switch (type) {
            case FLOAT -> ElementType.FLOAT32;
            case DOUBLE -> ElementType.FLOAT64;
            case FLOAT16 -> ElementType.FLOAT16;
            case BFLOAT16 -> ElementType.BFLOAT16;
            case INT8 -> ElementType.INT8;
            case UINT8 -> ElementType.UINT8;
            case INT32 -> ElementType.INT32;
            case INT64 -> ElementType.INT64;
            case BOOL -> ElementType.BOOL;
            case INT16, STRING, UNKNOWN -> throw unsupported(tensor, type.name());
        };
    }

    static OnnxJavaType toOnnx(String tensor, ElementType type) {
        return switch (type) {
            case FLOAT32 -> OnnxJavaType.FLOAT;
            case FLOAT64 -> OnnxJavaType.DOUBLE;
            case FLOAT16 -> OnnxJavaType.FLOAT16;
            case BFLOAT16 -> OnnxJavaType.BFLOAT16;
            case INT8 -> OnnxJavaType.INT8;
            case UINT8 -> OnnxJavaType.UINT8;
            case INT32 -> OnnxJavaType.INT32;
            case INT64 -> OnnxJavaType.INT64;
            case BOOL -> OnnxJavaType.BOOL;
            case FLOAT8_E4M3, FLOAT8_E5M2 -> throw unsupported(tensor, type.name());
        };
    }

    private static AssayException unsupported(String tensor, String type) {
        return new AssayException(
                ErrorKind.INFERENCE,
                "Tensor '" + tensor + "' is " + type + ", which ONNX Runtime's Java API lacks");
    }
}
