package dev.assay.core.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.run.LayerPrecisions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineLayersTest {
    @Test
    void readsAConvolutionWithAllThatIsKnownOfIt() {
        EngineLayer conv = named(Goldens.engine("resnet50-fp16-b4-build1"), "conv1 + conv1.relu");

        assertThat(conv.type()).isEqualTo("CaskConvolution");
        assertThat(conv.precision()).isEqualTo("FP16");
        assertThat(conv.role()).isEqualTo(LayerRole.COMPUTE);
        assertThat(conv.foreign()).isFalse();
        assertThat(conv.origins()).containsExactly("conv1", "conv1.relu");
        assertThat(conv.tactic()).startsWith("sm80_xmma_fprop_implicit_gemm");
        assertThat(conv.outputs().getFirst().words()).isEqualTo("4x64x112x112 FP16");
        assertThat(conv.outputs().getFirst().channelVector()).isEqualTo(8);
        assertThat(conv.outputs().getFirst().layout())
                .isEqualTo("Channel major where channel % 8 == 0");
    }

    @Test
    void tellsWhatTheBuilderPutInFromWhatTheNetworkAsksFor() {
        EngineLayers engine = Goldens.engine("mst-plus-plus-fp16-b4");

        assertThat(engine.reformats()).hasSize(61);
        assertThat(
                        engine.layers().stream()
                                .filter(it -> it.role() == LayerRole.MOVE)
                                .filter(it -> it.type().equals("Reformat")))
                .isNotEmpty()
                .allSatisfy(it -> assertThat(it.origins()).isNotEmpty());
    }

    @Test
    void knowsWhatIsInsideMyelin() {
        EngineLayers engine = Goldens.engine("mst-plus-plus-fp32-b4");

        assertThat(engine.layers().stream().filter(EngineLayer::foreign).map(EngineLayer::type))
                .contains("kgen", "gemm")
                .doesNotContain("CaskConvolution", "Reformat");
    }

    @Test
    void countsPrecisionsOfARealEngine() {
        assertThat(Goldens.engine("mst-plus-plus-fp16-b4").precisions())
                .isEqualTo(
                        new LayerPrecisions(
                                388, Map.of("FP16", 258, "FP32", 106, "TF32", 24), 192));
    }

    /// MST++ has 84.6 Gmac an image of 512x482, padded to 512x488, counted by PyTorch hooks on the
    /// original network (convolutions, linear layers and matrix products only).
    @Test
    void countsTheOperationsOfMstPlusPlusAsItsAuthorsNetworkHasThem() {
        assertThat(flop("mst-plus-plus-fp32-b4") / 4 / 2).isCloseTo(84.6e9, within(0.05e9));
    }

    /// 4.089 Gmac an image without batch normalisation, the published count of ResNet-50 at
    /// 224x224.
    @Test
    void countsTheOperationsOfResNet50() {
        assertThat(flop("resnet50-fp16-b4-build1") / 4 / 2).isCloseTo(4.089e9, within(0.001e9));
    }

    @Test
    void knowsTheBytesOfEveryLayerInsideMyelinToo() {
        EngineLayers engine = Goldens.engine("mst-plus-plus-fp32-b4");
        WorkCounter counter = WorkCounter.of(engine);

        assertThat(engine.running())
                .allSatisfy(it -> assertThat(counter.of(it).bytes()).as(it.name()).isPresent());
    }

    @Test
    void countsChannelsThatAreFilledUpAsBytes() {
        // 4x31x8x8 halves in vectors of 8 channels are 32 channels in memory; so is the input.
        EngineLayers engine =
                InspectorReport.parse(
                        TestLayers.json(
                                TestLayers.conv("c", 31, 31, TestLayers.FP16, TestLayers.FP16)));

        assertThat(WorkCounter.of(engine).of(engine.layers().getFirst()).bytes())
                .hasValue(4.0 * 32 * 64 * 2 * 2 + 31 * 31 * 9 * 2);
    }

    @Test
    void readsTheFieldsOfTensorRt11() {
        EngineLayers engine =
                InspectorReport.parse(
                        """
                        {"Layers": [{"Name": "c", "LayerType": "conv", "New": 1,
                          "Inputs": [{"Name": "x", "Dimensions": [2, 3], "Format": "N:128,32",
                                      "Datatype": "Half"}],
                          "Outputs": [{"Name": "y", "Datatype": "Half"}]}],
                         "I/O Tensors": [{"Name": "x"}]}
                        """);

        assertThat(engine.bindings()).containsExactly("x");
        assertThat(engine.layers().getFirst().precision()).isEqualTo("FP16");
        assertThat(engine.layers().getFirst().inputs().getFirst().format()).isEqualTo("N:128,32");
    }

    @ParameterizedTest
    @CsvSource({
        "Row major linear FP32, FP32",
        "Float, FP32",
        "Row major linear FP16 format, FP16",
        "Half, FP16",
        "Row major linear BFloat16, BF16",
        "BF16, BF16",
        "Row major Int8 format, INT8",
        "Row major linear FP8 format, FP8",
        "E4M3, FP8",
        "Row major UInt8 format, INTEGER",
        "Row major Int64 format, INTEGER",
        "Bool, INTEGER",
        "Unknown format, UNKNOWN"
    })
    void readsTypesFromFormats(String format, String precision) {
        assertThat(Types.parse(format).map(Types::precision).orElse(Types.UNKNOWN))
                .isEqualTo(precision);
    }

    private static double flop(String name) {
        EngineLayers engine = Goldens.engine(name);
        WorkCounter counter = WorkCounter.of(engine);
        return engine.layers().stream()
                .mapToDouble(it -> counter.of(it).flop().orElseThrow())
                .sum();
    }

    private static EngineLayer named(EngineLayers engine, String name) {
        List<EngineLayer> found =
                engine.layers().stream().filter(it -> Objects.equals(it.name(), name)).toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }
}
