package dev.assay.core.tensor;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.assay.core.AssayException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;

/// Storage type of a tensor's elements; all multi-byte types are little-endian.
public enum ElementType {
    FLOAT64(8, "F64"),
    FLOAT32(4, "F32"),
    FLOAT16(2, "F16"),
    BFLOAT16(2, "BF16"),
    FLOAT8_E4M3(1, "F8_E4M3"),
    FLOAT8_E5M2(1, "F8_E5M2"),
    INT8(1, "I8"),
    UINT8(1, "U8"),
    INT32(4, "I32"),
    INT64(8, "I64"),
    BOOL(1, "BOOL");

    private static final ValueLayout.OfDouble DOUBLE =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final int bytes;
    private final String safetensorsName;

    ElementType(int bytes, String safetensorsName) {
        this.bytes = bytes;
        this.safetensorsName = safetensorsName;
    }

    /// Size of one element in bytes.
    public int bytes() {
        return bytes;
    }

    /// The dtype's name in a safetensors header, for example `F32`.
    public String safetensorsName() {
        return safetensorsName;
    }

    /// Finds a type by its own name or the one in safetensors, `FLOAT8_E4M3` or `F8_E4M3`.
    ///
    /// @throws AssayException if there is no such type
    public static ElementType parse(String text) {
        for (ElementType type : values()) {
            if (type.name().equalsIgnoreCase(text) || type.safetensorsName.equalsIgnoreCase(text)) {
                return type;
            }
        }
        throw AssayException.config(
                "'%s' is no element type: write one of %s".formatted(text, List.of(values())));
    }

    public boolean isFloatingPoint() {
        return switch (this) {
            case FLOAT64, FLOAT32, FLOAT16, BFLOAT16, FLOAT8_E4M3, FLOAT8_E5M2 -> true;
            case INT8, UINT8, INT32, INT64, BOOL -> false;
        };
    }

    /// Whether values of this type are multiplied with a scale to give what they stand for.
    public boolean isScalable() {
        return switch (this) {
            case INT8, UINT8, FLOAT8_E4M3, FLOAT8_E5M2 -> true;
            case FLOAT64, FLOAT32, FLOAT16, BFLOAT16, INT32, INT64, BOOL -> false;
        };
    }

    /// Reads one element, widened exactly to double (INT64 beyond 2^53 rounds to nearest).
    ///
    /// @param index element index, not a byte offset
    public double read(MemorySegment data, long index) {
        return switch (this) {
            case FLOAT64 -> data.get(DOUBLE, index * 8);
            case FLOAT32 -> data.get(FLOAT, index * 4);
            case FLOAT16 -> Float.float16ToFloat(data.get(SHORT, index * 2));
            case BFLOAT16 -> Float.intBitsToFloat(data.get(SHORT, index * 2) << 16);
            case FLOAT8_E4M3 -> Float8.e4m3(data.get(JAVA_BYTE, index));
            case FLOAT8_E5M2 -> Float8.e5m2(data.get(JAVA_BYTE, index));
            case INT8 -> data.get(JAVA_BYTE, index);
            case UINT8 -> data.get(JAVA_BYTE, index) & 0xFF;
            case INT32 -> data.get(INT, index * 4);
            case INT64 -> data.get(LONG, index * 8);
            case BOOL -> data.get(JAVA_BYTE, index) == 0 ? 0 : 1;
        };
    }
}
