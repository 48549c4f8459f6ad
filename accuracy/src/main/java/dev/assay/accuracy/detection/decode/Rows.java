package dev.assay.accuracy.detection.decode;

import dev.assay.core.tensor.TensorData;
import java.util.function.LongToDoubleFunction;

/// Rows of outputs as arrays.
final class Rows {
    private Rows() {}

    /// One row of `[N, …]`, flat.
    static float[] floats(TensorData tensor, int row) {
        TensorData values = tensor.row(row);
        LongToDoubleFunction reader = values.reader();
        float[] floats = new float[Math.toIntExact(values.elements())];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) reader.applyAsDouble(i);
        }
        return floats;
    }

    static boolean isFinite(Detection detection) {
        return Double.isFinite(detection.score())
                && Double.isFinite(detection.x())
                && Double.isFinite(detection.y())
                && Double.isFinite(detection.width())
                && Double.isFinite(detection.height());
    }
}
