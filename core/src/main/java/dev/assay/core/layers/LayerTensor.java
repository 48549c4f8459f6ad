package dev.assay.core.layers;

import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A tensor between two layers.
///
/// @param shape extents that the engine did not say are dynamic
/// @param type of its elements, if the engine says one that is known
/// @param format how it lies in memory, in the engine's own words
public record LayerTensor(String name, Shape shape, Optional<ElementType> type, String format) {
    private static final Pattern MODULO = Pattern.compile("channel % (\\d+) == 0");
    private static final int CHANNEL = 1;
    private static final int THIRTY_TWO = 32;

    /// Elements that a vector of channels has: 8 for `channel % 8 == 0`, 32 for TensorRT's
    /// thirty-two wide formats, 1 where channels are not padded.
    public int channelVector() {
        Matcher modulo = MODULO.matcher(format);
        if (modulo.find()) {
            return Integer.parseInt(modulo.group(1));
        }
        return format.startsWith("Thirty-two wide") ? THIRTY_TWO : 1;
    }

    /// Channels of `[N, C, ...]`, where the format packs them.
    public OptionalInt packedChannels() {
        return channelVector() > 1 && shape.rank() > CHANNEL && shape.dim(CHANNEL) > 0
                ? OptionalInt.of((int) shape.dim(CHANNEL))
                : OptionalInt.empty();
    }

    /// How many times larger the tensor is in memory than its elements, for channels that are
    /// filled up to whole vectors: 32/31 for 31 channels in vectors of 8.
    double padding() {
        if (packedChannels().isEmpty()) {
            return 1;
        }
        int channels = packedChannels().getAsInt();
        int vector = channelVector();
        return (double) ((channels + vector - 1) / vector * vector) / channels;
    }

    /// Layout without the type, so that formats of different types can be compared: `Row major
    /// linear`.
    public String layout() {
        return format.replaceAll(
                        "(?i)\\b(fp32|fp16|bf16|fp8|int8|int32|int64|bool|float|half|bfloat16|uint8)\\b",
                        "")
                .replaceAll("(?i)\\bformat\\b", "")
                .replaceAll("\\s+", " ")
                .strip();
    }

    /// For example `4x31x96x96 FP16`.
    public String words() {
        return shape + type.map(it -> " " + Types.precision(it)).orElse("");
    }
}
