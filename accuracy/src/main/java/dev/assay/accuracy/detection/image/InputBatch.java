package dev.assay.accuracy.detection.image;

import dev.assay.core.tensor.TensorData;
import java.lang.foreign.Arena;
import java.util.List;

/// Prepared images in the memory that the engine reads.
///
/// @param images at most as many as the batch has rows; rows behind them repeat the last one
/// @param tensor FLOAT32, `[N, 3, H, W]` or `[N, H, W, 3]`
/// @param sha256 of each image's row
public record InputBatch(
        List<PlacedImage> images, TensorData tensor, List<String> sha256, Arena arena)
        implements AutoCloseable {
    public InputBatch {
        images = List.copyOf(images);
        sha256 = List.copyOf(sha256);
    }

    @Override
    public void close() {
        arena.close();
    }
}
