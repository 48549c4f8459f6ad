package dev.assay.onnx.half;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.onnx.graph.Names;
import dev.assay.onnx.graph.Weights;
import dev.assay.onnx.proto.Onnx.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Copies of FP32 weights in a type of 16 bits, made where they are needed.
///
/// A weight with a value beyond the type's range is refused by name. A constant of one element is
/// cut to the largest finite value instead: it is a bound or a mask's "minus infinity".
final class LowWeights {
    private final Map<String, TensorProto> weights;
    private final HalfType type;
    private final Names names;
    private final Map<String, String> nameOf = new HashMap<>();
    private final List<TensorProto> made = new ArrayList<>();
    private final Map<String, Float> clamped = new LinkedHashMap<>();

    LowWeights(Map<String, TensorProto> weights, HalfType type, Names names) {
        this.weights = weights;
        this.type = type;
        this.names = names;
    }

    boolean has(String name) {
        return weights.containsKey(name);
    }

    /// The name of the copy.
    ///
    /// @param isScale whether numbers are divided by it
    /// @throws AssayException of kind `ENGINE_BUILD` if the type cannot hold its values
    String low(String name, boolean isScale) {
        String known = nameOf.get(name);
        if (known != null) {
            return known;
        }
        TensorProto weight = weights.get(name);
        if (weight == null) {
            throw new IllegalArgumentException("There is no weight '" + name + "'");
        }
        String low = names.fresh(name + ".low");
        made.add(converted(low, weight, isScale));
        nameOf.put(name, low);
        return low;
    }

    private TensorProto converted(String low, TensorProto weight, boolean isScale) {
        FloatBuffer values = Weights.floats(weight);
        int count = values.limit();
        ByteBuffer bytes = ByteBuffer.allocate(2 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            float value = values.get(i);
            short rounded = type.round(value);
            if (type.isInfinite(rounded) && !Float.isInfinite(value)) {
                if (count > 1) {
                    throw refused(weight, "the value %s at %d".formatted(value, i));
                }
                clamped.put(weight.getName(), value);
                rounded = type.clamped(rounded);
            }
            if (isScale && value != 0 && (rounded & 0x7fff) == 0) {
                throw refused(weight, "the scale %s at %d".formatted(value, i));
            }
            bytes.putShort(rounded);
        }
        return Weights.raw(low, type.elementType(), weight.getDimsList(), bytes.rewind());
    }

    private AssayException refused(TensorProto weight, String what) {
        return new AssayException(
                ErrorKind.ENGINE_BUILD,
                "Weight '%s' has %s, which %s cannot hold: keep its node in FP32, by 'keep-fp32' of the model in the suite"
                        .formatted(weight.getName(), what, type));
    }

    /// The copies, in the order in which they were asked for.
    List<TensorProto> made() {
        return made;
    }

    /// Constants that were cut, with their values in FP32.
    Map<String, Float> clamped() {
        return clamped;
    }
}
