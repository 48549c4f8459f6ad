package dev.assay.accuracy.detection.decode;

import dev.assay.accuracy.detection.image.Placement;
import dev.assay.core.AssayException;
import dev.assay.core.detection.DecoderSpec;
import dev.assay.core.tensor.TensorData;
import java.util.List;

/// Reads detections out of raw outputs.
public interface OutputDecoder {
    /// The detections of one row of a batch, by falling score; equal scores by their index in the
    /// output.
    ///
    /// @param outputs of the batch, `[N, …]`
    /// @throws AssayException if an output is missing or has another shape
    List<Detection> decode(List<TensorData> outputs, int row, Placement placement, DecodeLog log);

    static OutputDecoder of(DecoderSpec spec) {
        return switch (spec) {
            case DecoderSpec.Detr detr -> new DetrDecoder(detr);
            case DecoderSpec.BoxesScoresLabels lists -> new BoxesScoresLabelsDecoder(lists);
        };
    }
}
