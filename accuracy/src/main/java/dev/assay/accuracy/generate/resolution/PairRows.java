package dev.assay.accuracy.generate.resolution;

import dev.assay.accuracy.generate.SplitMix64;
import dev.assay.accuracy.generate.output.TensorRows;
import dev.assay.core.generated.GeneratedRequest;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorSpec;
import java.nio.ByteBuffer;
import java.util.List;

/// `low`, U8 [N, 3, h, w], and `high`, U8 [N, 3, s·h, s·w], red first: photographs, and the same
/// reduced by antialiased bicubic interpolation (Pillow's and Matlab's kernel).
public record PairRows(GeneratedRequest request) implements TensorRows {
    /// Goes up whenever other values come out of the same request, here or of clips.
    public static final int VERSION = 1;

    static final int CHANNELS = 3;

    @Override
    public List<TensorSpec> specs() {
        int scale = request.scale();
        return List.of(
                spec("low", request.height(), request.width()),
                spec("high", scale * request.height(), scale * request.width()));
    }

    private TensorSpec spec(String name, int height, int width) {
        Shape shape = Shape.of(request.count(), CHANNELS, height, width);
        return new TensorSpec(name, ElementType.UINT8, shape);
    }

    @Override
    public List<ByteBuffer> row(int index) {
        SplitMix64 random = SplitMix64.of(request.seed(), request.stream(index));
        byte[] high = scene(request, random, 0).picture(0, high(request), wide(request));
        return List.of(ByteBuffer.wrap(low(request, high)), ByteBuffer.wrap(high));
    }

    static MovingScene scene(GeneratedRequest request, SplitMix64 random, double speed) {
        double shorter = Math.min(request.height(), request.width());
        return new MovingScene(
                random, request.width() / shorter, request.height() / shorter, speed);
    }

    static int high(GeneratedRequest request) {
        return request.scale() * request.height();
    }

    static int wide(GeneratedRequest request) {
        return request.scale() * request.width();
    }

    /// Reduces planar bytes [3, s·h, s·w] to [3, h, w].
    static byte[] low(GeneratedRequest request, byte[] high) {
        Bicubic bicubic = new Bicubic(request.scale());
        int plane = request.height() * request.width();
        byte[] low = new byte[CHANNELS * plane];
        for (int channel = 0; channel < CHANNELS; channel++) {
            int offset = channel * high.length / CHANNELS;
            byte[] reduced = bicubic.reduced(high, offset, request.height(), request.width());
            System.arraycopy(reduced, 0, low, channel * plane, plane);
        }
        return low;
    }
}
