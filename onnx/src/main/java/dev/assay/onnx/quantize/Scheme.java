package dev.assay.onnx.quantize;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.assay.core.AssayException;
import dev.assay.onnx.proto.Onnx.TensorProto;
import java.util.Locale;

/// How numbers are quantised, and in which layers by default: symmetric, zero points of 0.
public enum Scheme {
    /// 8-bit integers, −127 to 127; weights have a scale for each output channel.
    INT8(TensorProto.DataType.INT8_VALUE, 127, 13, true),
    /// E4M3, ±448; one scale for a tensor.
    FP8(TensorProto.DataType.FLOAT8E4M3FN_VALUE, 448, 19, false);

    // Tensor cores take channels in multiples of 16 without padding.
    private static final int ALIGNED = 16;
    // TensorRT's release notes rule out fast FP8 convolutions with more taps, or with groups.
    private static final int MOST_TAPS = 32;

    private final int elementType;
    private final int largest;
    private final int opset;
    private final boolean perChannel;

    Scheme(int elementType, int largest, int opset, boolean perChannel) {
        this.elementType = elementType;
        this.largest = largest;
        this.opset = opset;
        this.perChannel = perChannel;
    }

    /// @throws AssayException of kind `CONFIG` if there is none of this name
    @JsonCreator
    public static Scheme of(String name) {
        for (Scheme scheme : values()) {
            if (scheme.name().equals(name.toUpperCase(Locale.ROOT))) {
                return scheme;
            }
        }
        throw AssayException.config("There is no scheme '" + name + "': write int8 or fp8");
    }

    /// As `TensorProto.DataType`.
    int elementType() {
        return elementType;
    }

    /// The stored number that a tensor's range becomes.
    int largest() {
        return largest;
    }

    /// From which opset on QuantizeLinear knows the type and its axis.
    int opset() {
        return opset;
    }

    /// Whether a weight has a scale for each output channel.
    boolean perChannel() {
        return perChannel;
    }

    /// Which layers are worth it, when ranges are looked for.
    ///
    /// INT8: no kernels are to be expected for grouped convolutions of odd channels, nor for three
    /// inputs with an odd number of outputs; both are a small part of the work. FP8: convolutions
    /// that tensor cores have kernels for, and all matrix products.
    boolean accepts(Layer layer) {
        long in = layer.inputChannels();
        long out = layer.outputChannels();
        return switch (this) {
            case INT8 -> layer.groups() == 1 && (Math.min(in, out) >= ALIGNED || out % 8 == 0);
            case FP8 ->
                    !layer.isConvolution()
                            || (layer.groups() == 1
                                    && layer.taps() <= MOST_TAPS
                                    && in % ALIGNED == 0
                                    && out % ALIGNED == 0);
        };
    }

    /// Whether the shortcuts that are added to a convolution's output are quantised, too.
    boolean quantisesShortcuts() {
        return this == INT8;
    }
}
