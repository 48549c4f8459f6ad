package dev.assay.accuracy.detection.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.accuracy.detection.Fixtures;
import dev.assay.accuracy.detection.decode.BoxesScoresLabelsDecoder.Candidate;
import dev.assay.accuracy.detection.image.Placement;
import dev.assay.core.AssayException;
import dev.assay.core.detection.BoxFormat;
import dev.assay.core.detection.BoxUnits;
import dev.assay.core.detection.CategoryMap;
import dev.assay.core.detection.DecoderSpec;
import dev.assay.core.detection.Extent;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class BoxesScoresLabelsDecoderTest {
    private static final List<TensorData> OUTPUTS =
            List.of(
                    Tensors.of(
                            "boxes",
                            Shape.of(1, 4, 4),
                            new double[] {
                                10, 10, 20, 30, 11, 10, 21, 30, 10, 10, 20, 30, 50, 0, 60, 10
                            }),
                    Tensors.of("scores", Shape.of(1, 4), 0.25, 0.75, 0.5, 0.75),
                    Tensors.of("labels", Shape.of(1, 4), 1, 1, 0, 1));

    private final DecodeLog log = new DecodeLog();

    @Test
    void ordersByFallingScoreAndThenByIndex() {
        assertThat(decode(OptionalDouble.empty(), 0))
                .extracting(Detection::x)
                .containsExactly(11.0, 50.0, 10.0, 10.0);
    }

    @Test
    void suppressesWithinALabelOnly() {
        // IoU of the first two is 9 / 11; the third is equal to the first, of another label.
        assertThat(decode(OptionalDouble.of(0.8), 0))
                .extracting(Detection::score)
                .containsExactly(0.75, 0.75, 0.5);
        assertThat(decode(OptionalDouble.of(0.82), 0)).hasSize(4);
    }

    @Test
    void keepsScoresFromTheLeastOneOn() {
        assertThat(decode(OptionalDouble.empty(), 0.5))
                .extracting(Detection::score)
                .containsExactly(0.75, 0.75, 0.5);
    }

    @Test
    void findsNothingWhereNothingIsGoodEnough() {
        assertThat(decode(OptionalDouble.of(0.5), 0.9)).isEmpty();
    }

    @Test
    void countsOnlyWhatIsReal() {
        List<TensorData> outputs = new ArrayList<>(OUTPUTS);
        outputs.add(Tensors.of("count", Shape.of(1, 1), 1));
        DecoderSpec.BoxesScoresLabels spec =
                spec(BoxFormat.XYXY, BoxUnits.PIXELS, 0, OptionalDouble.empty(), "count");

        assertThat(new BoxesScoresLabelsDecoder(spec).decode(outputs, 0, Tensors.PLAIN, log))
                .extracting(Detection::score)
                .containsExactly(0.25);

        outputs.set(3, Tensors.of("count", Shape.of(1, 1), 5));
        assertThatThrownBy(() ->
                        new BoxesScoresLabelsDecoder(spec).decode(outputs, 0, Tensors.PLAIN, log))
                .hasMessageContaining("'count' counts 5.0 detections of 4");
    }

    @ParameterizedTest
    @CsvSource({
        // A box of 20 x 8 at (40, 16) of the file, in an input of half the size.
        "XYXY, PIXELS, 20, 8, 30, 12",
        "XYWH, PIXELS, 20, 8, 10, 4",
        "CXCYWH, PIXELS, 25, 10, 10, 4",
        "XYXY, INPUT, 0.25, 0.125, 0.375, 0.1875",
        "CXCYWH, IMAGE, 0.5, 0.5, 0.2, 0.2"
    })
    void readsEveryFormatInEveryUnit(
            BoxFormat format, BoxUnits units, double a, double b, double c, double d) {
        // 100 x 40 pixels, resized to 50 x 20, padded to 80 x 64.
        Placement placement =
                new Placement(new Extent(40, 100), new Extent(20, 50), new Extent(64, 80), 0, 0);
        Detection found = decodeOne(format, units, placement, a, b, c, d);

        assertThat(found.x()).isCloseTo(40, within(1e-5));
        assertThat(found.y()).isCloseTo(16, within(1e-5));
        assertThat(found.width()).isCloseTo(20, within(1e-5));
        assertThat(found.height()).isCloseTo(8, within(1e-5));
    }

    @Test
    void takesCentredPaddingAway() {
        Placement placement =
                new Placement(new Extent(40, 100), new Extent(20, 50), new Extent(64, 80), 15, 22);

        Detection found = decodeOne(BoxFormat.XYXY, BoxUnits.PIXELS, placement, 35, 30, 45, 34);

        assertThat(found.x()).isEqualTo(40);
        assertThat(found.y()).isEqualTo(16);
    }

    @Test
    void saysWhichOutputIsMissing() {
        assertThatThrownBy(() ->
                        new BoxesScoresLabelsDecoder(
                                        spec(
                                                BoxFormat.XYXY,
                                                BoxUnits.PIXELS,
                                                0,
                                                OptionalDouble.empty(),
                                                ""))
                                .decode(OUTPUTS.subList(0, 2), 0, Tensors.PLAIN, log))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("needs an output 'labels'");
    }

    @Test
    void suppressesWhatTorchvisionSuppresses() {
        JsonNode fixture = Fixtures.json("nms.json");
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < fixture.get("scores").size(); i++) {
            float[] corners = new float[4];
            for (int side = 0; side < 4; side++) {
                corners[side] = (float) fixture.get("boxes").get(i).get(side).asDouble();
            }
            candidates.add(
                    new Candidate(
                            corners,
                            (float) fixture.get("scores").get(i).asDouble(),
                            fixture.get("labels").get(i).asLong()));
        }
        List<Candidate> sorted =
                candidates.stream()
                        .sorted(Comparator.comparingDouble((Candidate it) -> -it.score()))
                        .toList();

        for (var kept : fixture.get("kept").properties()) {
            List<Integer> found =
                    Suppression.suppress(sorted, Double.parseDouble(kept.getKey())).stream()
                            .map(candidates::indexOf)
                            .toList();
            assertThat(found)
                    .containsExactlyElementsOf(
                            kept.getValue().values().stream().map(JsonNode::asInt).toList());
        }
    }

    private List<Detection> decode(OptionalDouble nms, double minScore) {
        return new BoxesScoresLabelsDecoder(
                        spec(BoxFormat.XYXY, BoxUnits.PIXELS, minScore, nms, ""))
                .decode(OUTPUTS, 0, Tensors.PLAIN, log);
    }

    private Detection decodeOne(
            BoxFormat format, BoxUnits units, Placement placement, double... box) {
        List<TensorData> outputs =
                List.of(
                        Tensors.of("boxes", Shape.of(1, 1, 4), box),
                        Tensors.of("scores", Shape.of(1, 1), 1),
                        Tensors.of("labels", Shape.of(1, 1), 3));
        return new BoxesScoresLabelsDecoder(spec(format, units, 0, OptionalDouble.empty(), ""))
                .decode(outputs, 0, placement, log)
                .getFirst();
    }

    private static DecoderSpec.BoxesScoresLabels spec(
            BoxFormat format, BoxUnits units, double minScore, OptionalDouble nms, String count) {
        return new DecoderSpec.BoxesScoresLabels(
                "boxes",
                "scores",
                "labels",
                count.isEmpty() ? Optional.empty() : Optional.of(count),
                format,
                units,
                minScore,
                nms,
                100,
                CategoryMap.IDENTITY);
    }
}
