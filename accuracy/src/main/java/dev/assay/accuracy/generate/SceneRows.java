package dev.assay.accuracy.generate;

import dev.assay.accuracy.generate.output.TensorRows;
import dev.assay.core.generated.GeneratedRequest;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorSpec;
import java.nio.ByteBuffer;
import java.util.List;

/// Procedural photographs: one tensor `input`, F32 [N, 3, H, W] in [0, 1].
public record SceneRows(GeneratedRequest request) implements TensorRows {
    /// Goes up whenever other values come out of the same request.
    public static final int VERSION = 1;

    @Override
    public List<TensorSpec> specs() {
        Shape shape =
                Shape.of(request.count(), Palette.RGB_BANDS, request.height(), request.width());
        return List.of(new TensorSpec("input", ElementType.FLOAT32, shape));
    }

    @Override
    public List<ByteBuffer> row(int index) {
        return List.of(
                TensorRows.bytes(
                        SceneGenerator.rgb(
                                new SceneRequest(
                                        request.seed(),
                                        index,
                                        request.height(),
                                        request.width()))));
    }
}
