package dev.assay.core.lint;

import static dev.assay.core.layers.TestLayers.FP16;
import static dev.assay.core.layers.TestLayers.FP32;
import static dev.assay.core.layers.TestLayers.INT8;
import static dev.assay.core.layers.TestLayers.chain;
import static dev.assay.core.layers.TestLayers.conv;
import static dev.assay.core.layers.TestLayers.layer;
import static dev.assay.core.layers.TestLayers.reformat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.breakdown.Breakdown;
import dev.assay.core.layers.EngineLayers;
import dev.assay.core.layers.Goldens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LintsTest {
    @ParameterizedTest
    @ValueSource(strings = {"resnet50-fp16-b4-build1", "resnet50-fp16-b4-build2"})
    void findsNothingInACleanEngine(String name) {
        assertThat(find(Goldens.engine(name), "FP16")).isEmpty();
    }

    @Test
    void findsNothingInACleanInt8Engine() {
        assertThat(
                        find(
                                chain(
                                        reformat("a", 32, FP32, INT8),
                                        conv("a", 32, 64, INT8, INT8),
                                        conv("b", 64, 64, INT8, INT8),
                                        conv("c", 64, 32, INT8, FP16),
                                        layer("PointWiseV2", "softmax", 32, FP16, FP16)),
                                "INT8"))
                .isEmpty();
    }

    @Test
    void finds31ChannelsInInt8() {
        List<Finding> findings =
                find(chain(conv("a", 32, 31, INT8, INT8), conv("b", 31, 32, INT8, INT8)), "INT8");

        assertThat(findings).extracting(Finding::rule).containsExactly("channels");
        assertThat(findings.getFirst().what()).contains("2 convolutions in INT8 have 31 channels");
        assertThat(findings.getFirst().layers()).containsExactly("a", "b");
    }

    @Test
    void findsAFloatLayerInsideAnInt8Region() {
        List<Finding> findings =
                find(
                        chain(
                                conv("a", 32, 32, INT8, INT8),
                                reformat("gelu", 32, INT8, FP16),
                                layer("Unusual", "gelu", 32, FP16, FP16),
                                reformat("b", 32, FP16, INT8),
                                conv("b", 32, 32, INT8, INT8)),
                        "INT8");

        assertThat(findings).extracting(Finding::rule).containsExactly("float-islands");
        assertThat(findings.getFirst().layers()).containsExactly("gelu");
    }

    @Test
    void findsAQuantisationThatNoLayerTookIn() {
        assertThat(
                        find(
                                chain(
                                        conv("a", 32, 32, INT8, INT8),
                                        layer("Dequantize", "dq", 32, INT8, FP16),
                                        layer("Quantize", "q", 32, FP16, INT8),
                                        conv("b", 32, 32, INT8, INT8)),
                                "INT8"))
                .extracting(Finding::rule)
                .containsExactly("left-over-qdq");
    }

    @Test
    void findsAReformatStorm() {
        List<String> layers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            layers.add(reformat("c" + i, 32, FP32, FP16));
            layers.add(conv("c" + i, 32, 32, FP16, FP16));
        }

        List<Finding> findings = find(chain(layers.toArray(String[]::new)), "FP16");

        assertThat(findings).extracting(Finding::rule).containsExactly("reformats");
        assertThat(findings.getFirst().what()).isEqualTo("6 reformats take 50.0 % of the layers");
    }

    @Test
    void findsAnActivationThatAReformatKeepsOutOfItsConvolution() {
        assertThat(
                        find(
                                chain(
                                        conv("a", 32, 32, FP16, FP16),
                                        reformat("relu", 32, FP16, FP32),
                                        layer("PointWiseV2", "relu", 32, FP32, FP32),
                                        conv("b", 32, 32, FP16, FP16)),
                                "FP16"))
                .extracting(Finding::rule)
                .containsExactly("fusion");
    }

    @Test
    void findsAnEngineThatRunsWiderThanAsked() {
        List<Finding> findings =
                find(
                        chain(
                                conv("a", 32, 32, FP32, FP32),
                                conv("b", 32, 32, FP32, FP32),
                                conv("c", 32, 32, FP16, FP16)),
                        "FP16");

        assertThat(findings).extracting(Finding::rule).containsExactly("wider");
        assertThat(findings.getFirst().what())
                .isEqualTo(
                        "67 % of the computing layers runs wider than the FP16 that was asked for; 1 layers run FP16");
    }

    @Test
    void findsInt8SlowerThanFp16() {
        Map<String, List<Double>> times =
                Map.of("INT8", List.of(0.0793, 0.0795, 0.0792), "FP16", List.of(0.0634, 0.0633));

        assertThat(SlowerPrecision.find("INT8", times))
                .singleElement()
                .satisfies(it ->
                        assertThat(it.what()).isEqualTo("INT8 takes 25.2 % longer than FP16"));
        assertThat(SlowerPrecision.find("FP16", times)).isEmpty();
    }

    @Test
    void callsNothingSlowerThatOnlyItsProcessesScatter() {
        assertThat(
                        SlowerPrecision.find(
                                "FP16",
                                Map.of(
                                        "FP16", List.of(0.0110, 0.0108, 0.0095),
                                        "FP32", List.of(0.0100, 0.0099, 0.0097))))
                .isEmpty();
        assertThat(
                        SlowerPrecision.find(
                                "FP16",
                                Map.of(
                                        "FP16", List.of(0.01009, 0.01008),
                                        "FP32", List.of(0.01001, 0.01000))))
                .isEmpty();
    }

    @Test
    void namesWhatARealNetworkSuffersFrom() {
        // MST++ has 31 channels throughout, and TensorRT moves between two layouts all the time.
        List<Finding> findings = find(Goldens.engine("mst-plus-plus-fp16-b4"), "FP16");

        assertThat(findings)
                .extracting(Finding::rule)
                .contains("channels", "reformats", "long-sums");
        // Its attention multiplies channels over all pixels: a few outputs, one sum over the image.
        assertThat(findings)
                .filteredOn(it -> it.rule().equals("long-sums"))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.what()).startsWith("15 matrix products add up ");
                    assertThat(it.layers()).allMatch(layer -> layer.contains("cosines"));
                });
    }

    private static List<Finding> find(EngineLayers engine, String asked) {
        return Lints.of(Breakdown.of(engine, Optional.empty(), Optional.empty()), asked);
    }
}
