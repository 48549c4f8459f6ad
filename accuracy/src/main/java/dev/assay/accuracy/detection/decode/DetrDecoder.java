package dev.assay.accuracy.detection.decode;

import dev.assay.accuracy.detection.image.Placement;
import dev.assay.core.AssayException;
import dev.assay.core.detection.BoxFormat;
import dev.assay.core.detection.DecoderSpec;
import dev.assay.core.tensor.TensorData;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Logits `[N, Q, C]` and boxes `[N, Q, 4]`: the highest scores over queries × classes, `index / C`
/// is the query and `index % C` the label.
///
/// After `PostProcess` of Deformable DETR and Anchor DETR. A score is the sigmoid in double rounded
/// to FLOAT32; PyTorch's own FLOAT32 sigmoid may differ in the last place.
final class DetrDecoder implements OutputDecoder {
    private final DecoderSpec.Detr spec;
    private final BoxReader boxReader;

    DetrDecoder(DecoderSpec.Detr spec) {
        this.spec = spec;
        this.boxReader = new BoxReader(BoxFormat.CXCYWH, spec.units());
    }

    @Override
    public List<Detection> decode(
            List<TensorData> outputs, int row, Placement placement, DecodeLog log) {
        TensorData boxes =
                Outputs.find(outputs, spec.boxes(), DetrDecoder::looksLikeBoxes, "boxes [N, Q, 4]");
        TensorData logits =
                Outputs.find(
                        outputs,
                        spec.logits(),
                        it ->
                                !it.name().equals(boxes.name())
                                        && it.shape().rank() == 3
                                        && it.shape().dim(1) == boxes.shape().dim(1),
                        "logits [N, Q, C]");
        long queries = logits.shape().dim(1);
        long classes = logits.shape().dim(2);
        if (boxes.shape().dim(1) != queries || boxes.shape().dim(2) != 4) {
            throw AssayException.data(
                    "Outputs %s and %s are no logits [N, Q, C] and boxes [N, Q, 4]"
                            .formatted(logits.spec(), boxes.spec()));
        }
        float[] values = Rows.floats(logits, row);
        List<Detection> found = new ArrayList<>();
        for (int index : TopScores.of(values, spec.top(), log)) {
            long query = (row * queries + index / classes) * 4;
            float[] corners =
                    boxReader.corners(
                            (float) boxes.get(query),
                            (float) boxes.get(query + 1),
                            (float) boxes.get(query + 2),
                            (float) boxes.get(query + 3));
            long label = index % classes;
            OptionalLong category = spec.categories().of(label);
            if (category.isEmpty()) {
                log.unknownLabel(label);
                continue;
            }
            Detection detection =
                    boxReader.detection(
                            corners,
                            placement,
                            category.getAsLong(),
                            TopScores.sigmoid(values[index]));
            if (Rows.isFinite(detection)) {
                found.add(detection);
            } else {
                log.boxNotFinite();
            }
        }
        return found;
    }

    private static boolean looksLikeBoxes(TensorData output) {
        return output.shape().rank() == 3 && output.shape().dim(2) == 4;
    }
}
