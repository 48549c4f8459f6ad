package dev.assay.accuracy.generate.resolution;

import dev.assay.accuracy.generate.SplitMix64;
import dev.assay.accuracy.generate.output.TensorRows;
import dev.assay.core.generated.GeneratedRequest;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorSpec;
import java.nio.ByteBuffer;
import java.util.List;

/// `low`, U8 [N, T, 3, h, w], red first: consecutive frames, in which things and the camera move by
/// fractions of a pixel. `high`, U8 [N, 3, s·h, s·w]: the frame in the middle. Each small frame is
/// its large one reduced, as of pairs.
public record ClipRows(GeneratedRequest request) implements TensorRows {
    /// Pixels of the small frame that a thing moves at most, in a frame.
    private static final double SPEED = 1.2;

    @Override
    public List<TensorSpec> specs() {
        Shape low =
                Shape.of(
                        request.count(),
                        request.frames(),
                        PairRows.CHANNELS,
                        request.height(),
                        request.width());
        Shape high =
                Shape.of(
                        request.count(),
                        PairRows.CHANNELS,
                        PairRows.high(request),
                        PairRows.wide(request));
        return List.of(
                new TensorSpec("low", ElementType.UINT8, low),
                new TensorSpec("high", ElementType.UINT8, high));
    }

    @Override
    public List<ByteBuffer> row(int index) {
        SplitMix64 random = SplitMix64.of(request.seed(), request.stream(index));
        double speed = SPEED / Math.min(request.height(), request.width());
        MovingScene scene = PairRows.scene(request, random, speed);
        int middle = request.frames() / 2;
        ByteBuffer low =
                ByteBuffer.allocate(
                        request.frames() * PairRows.CHANNELS * request.height() * request.width());
        ByteBuffer high = ByteBuffer.allocate(0);
        for (int frame = 0; frame < request.frames(); frame++) {
            byte[] picture =
                    scene.picture(frame - middle, PairRows.high(request), PairRows.wide(request));
            low.put(PairRows.low(request, picture));
            high = frame == middle ? ByteBuffer.wrap(picture) : high;
        }
        return List.of(low.flip(), high);
    }
}
