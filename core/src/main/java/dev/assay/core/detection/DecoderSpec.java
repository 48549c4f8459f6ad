package dev.assay.core.detection;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;
import java.util.OptionalDouble;

/// How a network's outputs become detections.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "decoder")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DecoderSpec.Detr.class, name = DecoderSpec.DETR),
    @JsonSubTypes.Type(
            value = DecoderSpec.BoxesScoresLabels.class,
            name = DecoderSpec.BOXES_SCORES_LABELS)
})
public sealed interface DecoderSpec {
    String DETR = "detr";
    String BOXES_SCORES_LABELS = "boxes-scores-labels";

    /// Most detections that are kept of an image.
    int top();

    BoxUnits units();

    CategoryMap categories();

    /// The name in suites.
    String slug();

    /// Logits `[N, Q, C]` and boxes `[N, Q, 4]` as centre and size: the sigmoid's largest over
    /// queries and classes together, as Deformable DETR and Anchor DETR are read.
    ///
    /// @param logits name of the output; found by its shape where absent
    /// @param boxes name of the output; found by its shape where absent
    record Detr(
            Optional<String> logits,
            Optional<String> boxes,
            BoxUnits units,
            int top,
            CategoryMap categories)
            implements DecoderSpec {
        public Detr {
            requireNonNull(units, "units is null");
            requireNonNull(categories, "categories is null");
        }

        @Override
        public String slug() {
            return DETR;
        }
    }

    /// Boxes `[N, K, 4]`, scores `[N, K]` and labels `[N, K]`.
    ///
    /// @param boxes name of the output, like `scores` and `labels`
    /// @param count name of an output `[N]` or `[N, 1]` that says how many of the K are real
    /// @param minScore detections below it are dropped
    /// @param nms the overlap above which the lower of two detections of one label is dropped;
    ///   absent where the network has done that
    record BoxesScoresLabels(
            String boxes,
            String scores,
            String labels,
            Optional<String> count,
            BoxFormat format,
            BoxUnits units,
            double minScore,
            OptionalDouble nms,
            int top,
            CategoryMap categories)
            implements DecoderSpec {
        public BoxesScoresLabels {
            requireNonNull(format, "format is null");
            requireNonNull(units, "units is null");
            requireNonNull(categories, "categories is null");
        }

        @Override
        public String slug() {
            return BOXES_SCORES_LABELS;
        }
    }
}
