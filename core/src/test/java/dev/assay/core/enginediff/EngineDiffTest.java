package dev.assay.core.enginediff;

import static dev.assay.core.layers.TestLayers.FP16;
import static dev.assay.core.layers.TestLayers.FP32;
import static dev.assay.core.layers.TestLayers.chain;
import static dev.assay.core.layers.TestLayers.conv;
import static dev.assay.core.layers.TestLayers.layer;
import static dev.assay.core.layers.TestLayers.reformat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.breakdown.Breakdown;
import dev.assay.core.breakdown.Profiles;
import dev.assay.core.enginediff.LayerChange.Kind;
import dev.assay.core.kernels.KernelProfile;
import dev.assay.core.layers.EngineLayers;
import dev.assay.core.layers.Goldens;
import dev.assay.core.layers.InspectorReport;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EngineDiffTest {
    private static final String FIRST = "resnet50-fp16-b4-build1";
    private static final String SECOND = "resnet50-fp16-b4-build2";

    @Test
    void findsNothingBetweenAnEngineAndItself() {
        EngineDiff diff = diff(Goldens.engine(FIRST), Goldens.engine(FIRST));

        assertThat(diff.changes()).isEmpty();
        assertThat(DiffSentence.of(diff)).isEqualTo("no layer differs");
    }

    @Test
    void tellsTwoBuildsOfOneNetworkApartByTheirKernels() {
        EngineDiff diff = diff(Goldens.engine(FIRST), Goldens.engine(SECOND));

        assertThat(diff.changes())
                .allSatisfy(it -> assertThat(it.kinds()).containsExactly(Kind.KERNEL));
        assertThat(diff.changes())
                .extracting(LayerChange::name)
                .containsExactlyInAnyOrder(
                        "layer1.0.conv1 + layer1.0.conv1.relu",
                        "layer1.0.conv2 + layer1.0.conv2.relu",
                        "layer1.1.conv2 + layer1.1.conv2.relu",
                        "layer1.2.conv2 + layer1.2.conv2.relu",
                        "layer3.0.conv2 + layer3.0.conv2.relu",
                        "output_myl56_2");
        assertThat(DiffSentence.of(diff)).isEqualTo("6 layers differ: 6 other kernels");
    }

    @Test
    void findsTheSameWhereEveryNameIsAnother() {
        EngineLayers renamed =
                InspectorReport.parse(
                        Goldens.json(SECOND)
                                .replace("layer", "/features/stage_")
                                .replace("conv", "Conv_")
                                .replace("ONNX Layer: ", "ONNX Layer: model/"));

        assertThat(DiffSentence.of(diff(Goldens.engine(FIRST), renamed)))
                .isEqualTo("6 layers differ: 6 other kernels");
    }

    @Test
    void saysWhatALostFusionAndReformatsCost() {
        EngineLayers before = chain(conv("a", 32, 32, FP16, FP16), fused("conv2", "relu"));
        EngineLayers after =
                chain(
                        conv("a", 32, 32, FP16, FP16),
                        reformat("conv2", 32, FP16, FP32),
                        conv("conv2", 32, 32, FP32, FP32),
                        reformat("relu", 32, FP32, FP16),
                        layer("PointWiseV2", "relu", 32, FP16, FP16));
        EngineDiff diff =
                EngineDiff.of(
                        breakdown(
                                before,
                                Profiles.of(
                                        Profiles.kernel("a", 10e-6, 0),
                                        Profiles.kernel("b", 20e-6, 1))),
                        breakdown(
                                after,
                                Profiles.of(
                                        Profiles.kernel("a", 10e-6, 0),
                                        Profiles.kernel("r", 3e-6, 1),
                                        Profiles.kernel("b", 40e-6, 2),
                                        Profiles.kernel("r", 4e-6, 3),
                                        Profiles.kernel("p", 5e-6, 4))));

        assertThat(diff.reformats()).isEqualTo(2);
        assertThat(diff.changes(Kind.BROKEN))
                .singleElement()
                .satisfies(it -> assertThat(it.partner()).isEqualTo("conv2 + relu"));
        assertThat(diff.changes().getFirst().name()).isEqualTo("conv2");
        assertThat(DiffSentence.of(diff))
                .isEqualTo(
                        "4 layers differ: lost fusion of relu (+0.005 ms), 1 FP16 → FP32 (+0.020 ms), +2 reformats (+0.007 ms); kernels +0.032 ms together");
    }

    @Test
    void saysTheSameTheOtherWayRound() {
        EngineLayers fused = chain(fused("conv2", "relu"));
        EngineLayers apart =
                chain(
                        conv("conv2", 32, 32, FP16, FP16),
                        layer("PointWiseV2", "relu", 32, FP16, FP16));

        assertThat(DiffSentence.of(diff(apart, fused))).startsWith("2 layers differ: fused relu");
        assertThat(DiffSentence.of(diff(fused, apart)))
                .startsWith("2 layers differ: lost fusion of relu");
    }

    @Test
    void countsWhatMovesToAnotherPrecision() {
        assertThat(
                        DiffSentence.of(
                                diff(
                                        Goldens.engine("mst-plus-plus-fp32-b4"),
                                        Goldens.engine("mst-plus-plus-fp16-b4"))))
                .contains("FP32 → FP16", "FP32 → TF32", "+30 reformats");
    }

    private static String fused(String first, String second) {
        return conv(first + " + " + second, 32, 32, FP16, FP16)
                .replace(
                        "[ONNX Layer: %s + %s]".formatted(first, second),
                        "[ONNX Layer: %s][ONNX Layer: %s]".formatted(first, second));
    }

    private static EngineDiff diff(EngineLayers a, EngineLayers b) {
        return EngineDiff.of(
                Breakdown.of(a, Optional.empty(), Optional.empty()),
                Breakdown.of(b, Optional.empty(), Optional.empty()));
    }

    private static Breakdown breakdown(EngineLayers engine, KernelProfile profile) {
        return Breakdown.of(engine, Optional.of(profile), Optional.empty());
    }
}
