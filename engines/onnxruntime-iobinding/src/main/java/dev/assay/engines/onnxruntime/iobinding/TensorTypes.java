package dev.assay.engines.onnxruntime.iobinding;

import static org.bytedeco.onnxruntime.global.onnxruntime.ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16;
import static org.bytedeco.onnxruntime.global.onnxruntime.ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL;
import static org.bytedeco.onnxruntime.global.onnxruntime.ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE;
import static org.bytedeco.onnxruntime.global.onnxruntime.ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT;
import static org.bytedeco.onnxruntime.global.onnxruntime.ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16;
import static org.bytedeco.onnxruntime.global.onnxruntime.ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E4M3FN;
import static org.bytedeco.onnxruntime.global.onnxruntime.ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E5M2;
import static org.bytedeco.onnxruntime.global.onnxruntime.ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32;
import static org.bytedeco.onnxruntime.global.onnxruntime.ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64;
import static org.bytedeco.onnxruntime.global.onnxruntime.ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8;
import static org.bytedeco.onnxruntime.global.onnxruntime.ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.ElementType;

/// Element types in the C++ API's numbers and in ours.
final class TensorTypes {
    private TensorTypes() {}

    static ElementType ofOnnx(String tensor, int type) {
        for (ElementType ours : ElementType.values()) {
            if (toOnnx(ours) == type) {
                return ours;
            }
        }
        throw new AssayException(
                ErrorKind.INFERENCE,
                "Tensor '%s' is of ONNX's element type %d, which Assay does not know"
                        .formatted(tensor, type));
    }

    static int toOnnx(ElementType type) {
        return switch (type) {
            case FLOAT32 -> ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT;
            case FLOAT64 -> ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE;
            case FLOAT16 -> ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16;
            case BFLOAT16 -> ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16;
            case FLOAT8_E4M3 -> ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E4M3FN;
            case FLOAT8_E5M2 -> ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E5M2;
            case INT8 -> ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8;
            case UINT8 -> ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8;
            case INT32 -> ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32;
            case INT64 -> ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64;
            case BOOL -> ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL;
        };
    }
}
