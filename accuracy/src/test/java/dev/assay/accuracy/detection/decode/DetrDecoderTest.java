package dev.assay.accuracy.detection.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.accuracy.detection.Fixtures;
import dev.assay.accuracy.detection.image.Placement;
import dev.assay.core.AssayException;
import dev.assay.core.detection.BoxUnits;
import dev.assay.core.detection.CategoryMap;
import dev.assay.core.detection.DecoderSpec;
import dev.assay.core.detection.Extent;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DetrDecoderTest {
    private static final Shape TWO_QUERIES = Shape.of(1, 2, 3);

    private final DecodeLog log = new DecodeLog();

    /// Boxes have PyTorch's bits. Its FLOAT32 sigmoid is not correctly rounded: two units in the
    /// last place of a number below 1 are allowed (Sleef's vector exponential states 1 ulp, and the
    /// division rounds once more).
    @Test
    void findsWhatPyTorchsPostProcessFinds() {
        JsonNode images = Fixtures.json("detector/annotations.json").get("images");
        JsonNode expected = Fixtures.json("detector/reference.json");
        int at = 0;
        try (Arena arena = Arena.ofConfined()) {
            List<TensorData> outputs =
                    List.copyOf(
                            SafetensorsFile.read(
                                            Fixtures.file("detector/outputs.safetensors"), arena)
                                    .values());
            for (int row = 0; row < images.size(); row++) {
                Extent size =
                        new Extent(
                                images.get(row).get("height").asInt(),
                                images.get(row).get("width").asInt());
                Placement placement = new Placement(size, size, size, 0, 0);
                for (Detection found : decoder(10).decode(outputs, row, placement, log)) {
                    JsonNode wanted = expected.get(at++);
                    assertThat(found.category()).isEqualTo(wanted.get("category_id").asLong());
                    assertThat(new double[] {found.x(), found.y(), found.width(), found.height()})
                            .containsExactly(
                                    wanted.get("bbox").values().stream()
                                            .mapToDouble(JsonNode::asDouble)
                                            .toArray());
                    assertThat(found.score())
                            .isCloseTo(wanted.get("score").asDouble(), within(0x1p-23));
                }
            }
        }
        assertThat(at).isEqualTo(expected.size()).isEqualTo(60);
    }

    @Test
    void takesTheHighestOverQueriesAndClassesTogether() {
        List<Detection> found =
                decoder(3)
                        .decode(
                                outputs(
                                        new double[] {0, 5, -1, 1, -2, 4},
                                        new double[] {.5, .5, .2, .5, .25, .25, .1, .1}),
                                0,
                                Tensors.PLAIN,
                                log);

        assertThat(found).extracting(Detection::category).containsExactly(1L, 2L, 0L);
        // Centre 0.25, size 0.1, of 100 x 40 pixels.
        assertThat(found.get(1).x()).isCloseTo(20, within(1e-5));
        assertThat(found.get(1).y()).isCloseTo(8, within(1e-5));
        assertThat(found.get(1).width()).isCloseTo(10, within(1e-5));
        assertThat(found.get(1).height()).isCloseTo(4, within(1e-5));
    }

    @Test
    void breaksTiesByTheIndexAlsoWhereScoresSaturate() {
        // All of these logits have the FLOAT32 sigmoid 1.
        List<Detection> found =
                decoder(3)
                        .decode(
                                outputs(
                                        new double[] {18, 40, 19, 90, 20, 17.5},
                                        new double[] {.5, .5, .2, .5, .5, .5, .2, .5}),
                                0,
                                Tensors.PLAIN,
                                log);

        assertThat(found).extracting(Detection::score).containsOnly(1.0);
        assertThat(found).extracting(Detection::category).containsExactly(0L, 1L, 2L);
    }

    @Test
    void leavesOutWhatIsNotFiniteAndSaysSo() {
        double nan = Double.NaN;
        List<Detection> found =
                decoder(100)
                        .decode(
                                outputs(
                                        new double[] {nan, nan, nan, 1, 2, 3},
                                        new double[] {.5, .5, .2, .5, .5, nan, .2, .5}),
                                0,
                                Tensors.PLAIN,
                                log);

        assertThat(found).isEmpty();
        assertThat(log.warnings()).singleElement().asString().startsWith("6 detections were left");
    }

    @Test
    void dropsLabelsThatAreNotMappedAndCountsThem() {
        DecoderSpec.Detr spec =
                new DecoderSpec.Detr(
                        Optional.empty(),
                        Optional.empty(),
                        BoxUnits.IMAGE,
                        100,
                        new CategoryMap(List.of(7L, 9L)));
        List<Detection> found =
                new DetrDecoder(spec)
                        .decode(
                                outputs(
                                        new double[] {3, 2, 1, -1, -2, -3},
                                        new double[] {.5, .5, .2, .5, .5, .5, .2, .5}),
                                0,
                                Tensors.PLAIN,
                                log);

        assertThat(found).extracting(Detection::category).containsExactly(7L, 9L, 7L, 9L);
        assertThat(log.warnings())
                .containsExactly(
                        "2 detections have a label that 'categories' does not map, the first is 2");
    }

    @Test
    void namesTheOutputsWhereNoneOrSeveralFit() {
        TensorData boxes = Tensors.of("a", Shape.of(1, 1, 4), 0, 0, 0, 0);
        TensorData same = Tensors.of("b", Shape.of(1, 1, 4), 0, 0, 0, 0);

        assertThatThrownBy(() -> decoder(1).decode(List.of(boxes), 0, Tensors.PLAIN, log))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("0 outputs look like logits")
                .hasMessageContaining("a FLOAT32 1x1x4");
        assertThatThrownBy(() -> decoder(1).decode(List.of(boxes, same), 0, Tensors.PLAIN, log))
                .hasMessageContaining("2 outputs look like boxes");
    }

    private static DetrDecoder decoder(int top) {
        return new DetrDecoder(
                new DecoderSpec.Detr(
                        Optional.empty(),
                        Optional.empty(),
                        BoxUnits.IMAGE,
                        top,
                        CategoryMap.IDENTITY));
    }

    private static List<TensorData> outputs(double[] logits, double[] boxes) {
        return List.of(
                Tensors.of("pred_logits", TWO_QUERIES, logits),
                Tensors.of("pred_boxes", Shape.of(1, 2, 4), boxes));
    }
}
