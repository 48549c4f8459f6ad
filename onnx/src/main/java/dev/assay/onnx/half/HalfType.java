package dev.assay.onnx.half;

import dev.assay.core.suite.Precision;
import dev.assay.onnx.proto.Onnx.TensorProto.DataType;
import java.util.Set;

/// The two types of 16 bits.
enum HalfType {
    /// 5 bits of exponent, 10 of mantissa; 65504 at most.
    FLOAT16(DataType.FLOAT16_VALUE, 0, 19, Set.of()),
    /// 8 bits of exponent, 7 of mantissa. ONNX's convolutions take it from opset 22 on, and these
    /// operators do not at all.
    BFLOAT16(
            DataType.BFLOAT16_VALUE,
            22,
            22,
            Set.of("Compress", "Einsum", "OneHot", "ReverseSequence", "Shrink", "TopK", "Unique"));

    private final int elementType;
    private final int opset;
    private final int opsetOfScales;

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
    private final Set<String> unsupported;

    HalfType(int elementType, int opset, int opsetOfScales, Set<String> unsupported) {
        this.elementType = elementType;
        this.opset = opset;
        this.opsetOfScales = opsetOfScales;
        this.unsupported = unsupported;
    }

    static HalfType of(Precision precision) {
        return switch (precision) {
            case FP16 -> FLOAT16;
            case BF16 -> BFLOAT16;
            case FP32, TF32, INT8, FP8 ->
                    throw new IllegalArgumentException(precision + " is no type of 16 bits");
        };
    }

    /// As `TensorProto.DataType`.
    int elementType() {
        return elementType;
    }

    /// The opset that a model needs.
    ///
    /// @param quantised whether it has scales
    int opset(boolean quantised) {
        return quantised ? opsetOfScales : opset;
    }

    /// Operators that do not take the type.
    Set<String> unsupported() {
        return unsupported;
    }

    /// The nearest value, ties to even; infinite beyond the largest.
    short round(float value) {
        return switch (this) {
            case FLOAT16 -> Float.floatToFloat16(value);
            case BFLOAT16 -> {
                int bits = Float.floatToRawIntBits(value);
                yield Float.isNaN(value)
                        ? (short) ((bits >>> 16) | 0x40)
                        : (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
            }
        };
    }

    boolean isInfinite(short value) {
        return (value & 0x7fff) == (this == FLOAT16 ? 0x7c00 : 0x7f80);
    }

    /// The largest finite value with the sign of another.
    short clamped(short value) {
        return (short) ((value & 0x8000) | (this == FLOAT16 ? 0x7bff : 0x7f7f));
    }
}
