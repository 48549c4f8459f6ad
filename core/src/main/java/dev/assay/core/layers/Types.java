package dev.assay.core.layers;

import dev.assay.core.tensor.ElementType;
import java.util.Locale;
import java.util.Optional;

/// Element types by the words that engines use for them.
public final class Types {
    /// What a layer that works on indices computes in.
    public static final String INTEGER = "INTEGER";

    /// What a layer computes in that does not say so.
    public static final String UNKNOWN = "UNKNOWN";

    private Types() {}

    /// The type in a text such as `Row major linear FP16 format` or `Half`.
    static Optional<ElementType> parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("uint8")) {
            return Optional.of(ElementType.UINT8);
        }
        if (lower.contains("int64")) {
            return Optional.of(ElementType.INT64);
        }
        if (lower.contains("int32")) {
            return Optional.of(ElementType.INT32);
        }
        if (lower.contains("bool")) {
            return Optional.of(ElementType.BOOL);
        }
        if (lower.contains("int8")) {
            return Optional.of(ElementType.INT8);
        }
        if (lower.matches(".*(fp8|float8|e4m3|e5m2).*")) {
            return Optional.of(
                    lower.contains("e5m2") ? ElementType.FLOAT8_E5M2 : ElementType.FLOAT8_E4M3);
        }
        if (lower.matches(".*(bf16|bfloat).*")) {
            return Optional.of(ElementType.BFLOAT16);
        }
        if (lower.matches(".*(fp16|float16|half).*")) {
            return Optional.of(ElementType.FLOAT16);
        }
        return lower.matches(".*(fp32|float).*")
                ? Optional.of(ElementType.FLOAT32)
                : Optional.empty();
    }

    /// The precision that computing in a type is called.
    public static String precision(ElementType type) {
        return switch (type) {
            case FLOAT64 -> "FP64";
            case FLOAT32 -> "FP32";
            case FLOAT16 -> "FP16";
            case BFLOAT16 -> "BF16";
            case FLOAT8_E4M3, FLOAT8_E5M2 -> "FP8";
            case INT8 -> "INT8";
            case UINT8, INT32, INT64, BOOL -> INTEGER;
        };
    }
}
