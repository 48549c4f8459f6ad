package dev.assay.accuracy.detection.decode;

import dev.assay.accuracy.detection.image.Placement;
import dev.assay.core.AssayException;
import dev.assay.core.detection.DecoderSpec;
import dev.assay.core.tensor.TensorData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/// Boxes `[N, K, 4]`, scores `[N, K]`, labels `[N, K]`, and where there is one, a count `[N]` of
/// those that are real.
final class BoxesScoresLabelsDecoder implements OutputDecoder {
    private final DecoderSpec.BoxesScoresLabels spec;
    private final BoxReader boxReader;

    BoxesScoresLabelsDecoder(DecoderSpec.BoxesScoresLabels spec) {
        this.spec = spec;
        this.boxReader = new BoxReader(spec.format(), spec.units());
    }

    @Override
    public List<Detection> decode(
            List<TensorData> outputs, int row, Placement placement, DecodeLog log) {
        TensorData boxOutput = Outputs.named(outputs, spec.boxes(), 3);
        TensorData scoreOutput = Outputs.named(outputs, spec.scores(), 2);
        TensorData labelOutput = Outputs.named(outputs, spec.labels(), 2);
        long slots = scoreOutput.shape().dim(1);
        if (boxOutput.shape().dim(1) != slots
                || boxOutput.shape().dim(2) != 4
                || labelOutput.shape().dim(1) != slots) {
            throw AssayException.data(
                    "Outputs %s, %s and %s are no boxes [N, K, 4], scores [N, K] and labels [N, K]"
                            .formatted(boxOutput.spec(), scoreOutput.spec(), labelOutput.spec()));
        }
        List<Candidate> candidates = new ArrayList<>();
        float[] boxes = Rows.floats(boxOutput, row);
        float[] scores = Rows.floats(scoreOutput, row);
        TensorData labels = labelOutput.row(row);
        int count = count(outputs, row, scores.length);
        for (int i = 0; i < count; i++) {
            float[] corners =
                    boxReader.corners(
                            boxes[4 * i], boxes[4 * i + 1], boxes[4 * i + 2], boxes[4 * i + 3]);
            double label = labels.get(i);
            if (!Float.isFinite(scores[i]) || !isFinite(corners) || !Double.isFinite(label)) {
                log.boxNotFinite();
            } else if (scores[i] >= (float) spec.minScore()) {
                candidates.add(new Candidate(corners, scores[i], (long) label));
            }
        }
        candidates.sort(Comparator.comparingDouble((Candidate it) -> -it.score()));
        List<Candidate> kept =
                spec.nms().isPresent()
                        ? Suppression.suppress(candidates, spec.nms().getAsDouble())
                        : candidates;
        return kept.stream()
                .limit(spec.top())
                .flatMap(it -> {
                    OptionalLong category = spec.categories().of(it.label());
                    if (category.isEmpty()) {
                        log.unknownLabel(it.label());
                    }
                    return category.stream()
                            .mapToObj(id ->
                                    boxReader.detection(it.corners(), placement, id, it.score()));
                })
                .toList();
    }

    private int count(List<TensorData> outputs, int row, int slots) {
        if (spec.count().isEmpty()) {
            return slots;
        }
        String name = spec.count().get();
        TensorData counts =
                outputs.stream()
                        .filter(it -> it.name().equals(name))
                        .findFirst()
                        .orElseThrow(() ->
                                AssayException.data("The engine has no output '" + name + "'"));
        if (counts.elements() != counts.shape().dim(0)) {
            throw AssayException.data(
                    "Output %s is no count [N] or [N, 1]".formatted(counts.spec()));
        }
        double count = counts.get(row);
        if (!(count >= 0 && count <= slots)) {
            throw AssayException.data(
                    "Output '%s' counts %s detections of %d".formatted(name, count, slots));
        }
        return (int) count;
    }

    private static boolean isFinite(float[] corners) {
        for (float corner : corners) {
            if (!Float.isFinite(corner)) {
                return false;
            }
        }
        return true;
    }

    /// @param corners in the network's units
    record Candidate(float[] corners, float score, long label) {}
}
