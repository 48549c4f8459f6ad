package dev.assay.onnx.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.onnx.Goldens;
import dev.assay.onnx.TinyOnnx;
import dev.assay.onnx.graph.Weights;
import dev.assay.onnx.proto.Onnx.AttributeProto;
import dev.assay.onnx.proto.Onnx.ModelProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.proto.Onnx.TensorProto;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QdqEditorTest {
    @ParameterizedTest
    @EnumSource(Scheme.class)
    void makesTheGraphThatTheReferenceToolsMake(Scheme scheme) {
        ModelProto model = Goldens.model("fp32");
        List<String> nodes = Quantisable.of(model.getGraph()).chosenBy(scheme).nodes();

        ModelProto edited = QdqEditor.quantised(model, Goldens.ranges(scheme, "any", nodes));

        ModelProto golden = Goldens.model(scheme.name().toLowerCase(Locale.ROOT));
        assertThat(edited).isEqualTo(golden);
        assertThat(edited.toByteString()).isEqualTo(golden.toByteString());
    }

    @Test
    void choosesLayersByWhatTensorCoresTake() {
        Quantisable all = Quantisable.of(Goldens.model("fp32").getGraph());

        assertThat(all.nodes()).containsExactly("stem", "depthwise", "block", "head", "mix", "sum");
        assertThat(all.chosenBy(Scheme.INT8).nodes())
                .containsExactly("stem", "block", "head", "mix", "sum");
        assertThat(all.chosenBy(Scheme.FP8).nodes()).containsExactly("block", "head", "mix");
    }

    @Test
    void leavesOutNodesThatTheFileDoesNotName() {
        ModelProto edited =
                QdqEditor.quantised(
                        Goldens.model("fp32"), Goldens.ranges(Scheme.INT8, "any", List.of("head")));

        assertThat(edited.getGraph().getNodeList())
                .filteredOn(node -> node.getOpType().equals("QuantizeLinear"))
                .extracting(NodeProto::getName)
                .containsExactly("head.input.quantised", "head.weight.quantised");
    }

    @Test
    void quantisesASharedWeightOnce() {
        ModelProto model = linear().node("MatMul", "a w", "y").model();

        ModelProto edited = QdqEditor.quantised(model, file(Map.of("x", 1.0, "a", 2.0), "a", "y"));

        assertThat(edited.getGraph().getNodeList())
                .extracting(NodeProto::getName)
                .containsExactly(
                        "a.input.quantised",
                        "a.input.dequantised",
                        "w.quantised",
                        "w.dequantised",
                        "a",
                        "y.input.quantised",
                        "y.input.dequantised",
                        "y");
        assertThat(edited.getGraph().getNode(7).getInput(1)).isEqualTo("w.dequantised");
    }

    @Test
    void givesEveryOutputChannelItsScaleAlongTheAxisOfTheLayer() {
        ModelProto model = linear().node("Identity", "a", "y").model();

        ModelProto edited = QdqEditor.quantised(model, file(Map.of("x", 254.0), "a"));

        // Columns (1, -4), (0, 0) and (2, 3): what is 0 everywhere has any scale but 0.
        assertThat(floats(edited, "w.scale").array()).containsExactly(4 / 127f, 1, 3 / 127f);
        assertThat(floats(edited, "x.scale").array()).containsExactly(2);
        NodeProto quantise = edited.getGraph().getNode(2);
        assertThat(quantise.getName()).isEqualTo("w.quantised");
        assertThat(quantise.getAttribute(0).getI()).isEqualTo(1);
    }

    @Test
    void findsNewNamesWhereTheModelHasThemAlready() {
        ModelProto model =
                linear().node("Identity", "a", "x.scale").node("Relu", "x.scale", "y").model();

        ModelProto edited = QdqEditor.quantised(model, file(Map.of("x", 1.0), "a"));

        assertThat(edited.getGraph().getNode(0).getInput(1)).isEqualTo("x.scale_");
    }

    @Test
    void takesWeightsOfConstantNodes() {
        TensorProto weight = Weights.ofFloats("", List.of(2L, 3L), 1, 0, 2, -4, 0, 3);
        ModelProto model =
                new TinyOnnx()
                        .node(
                                "Constant",
                                "",
                                "w",
                                AttributeProto.newBuilder().setName("value").setT(weight).build())
                        .node("MatMul", "x w", "y")
                        .model();

        assertThat(Quantisable.of(model.getGraph()).nodes()).containsExactly("y");
        assertThat(
                        floats(QdqEditor.quantised(model, file(Map.of("x", 1.0), "y")), "w.scale")
                                .get(0))
                .isEqualTo(4 / 127f);
    }

    @Test
    void refusesRangesThatNameOtherNodes() {
        assertThatThrownBy(() ->
                        QdqEditor.quantised(
                                linear().node("Relu", "a", "y").model(),
                                file(Map.of("x", 1.0), "a", "other")))
                .isInstanceOfSatisfying(
                        AssayException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFIG))
                .hasMessageContaining("'other'");
    }

    @Test
    void refusesANodeWithoutItsRange() {
        assertThatThrownBy(() ->
                        QdqEditor.quantised(
                                linear().node("Relu", "a", "y").model(), file(Map.of(), "a")))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("no range for activation 'x' of 'a'");
    }

    @Test
    void refusesAnOpsetWithoutScalesPerChannel() {
        assertThatThrownBy(() ->
                        QdqEditor.quantised(
                                linear().opset(11).node("Relu", "a", "y").model(),
                                file(Map.of("x", 1.0), "a")))
                .isInstanceOfSatisfying(
                        AssayException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.ENGINE_BUILD))
                .hasMessageContaining("opset 11");
    }

    @Test
    void refusesWeightsOfAnotherLengthThanTheirShape() {
        ModelProto model =
                new TinyOnnx()
                        .weight("w", List.of(2L, 4L), 1, 2, 3)
                        .node("MatMul", "x w", "y")
                        .model();

        assertThatThrownBy(() -> QdqEditor.quantised(model, file(Map.of("x", 1.0), "y")))
                .isInstanceOfSatisfying(
                        AssayException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.DATA))
                .hasMessageContaining("'w' has 12 bytes, its shape [2, 4] needs 32");
    }

    /// `a = x w` with columns (1, -4), (0, 0) and (2, 3).
    private static TinyOnnx linear() {
        return new TinyOnnx()
                .weight("w", List.of(2L, 3L), 1, 0, 2, -4, 0, 3)
                .node("MatMul", "x w", "a");
    }

    private static QuantizationFile file(Map<String, Double> ranges, String... nodes) {
        QuantizationFile golden = Goldens.ranges(Scheme.INT8, "any", List.of(nodes));
        return new QuantizationFile(
                golden.schema(),
                golden.scheme(),
                golden.rule(),
                golden.weights(),
                golden.model(),
                golden.calibration(),
                golden.nodes(),
                ranges,
                golden.madeBy());
    }

    private static FloatBuffer floats(ModelProto model, String name) {
        FloatBuffer read =
                model.getGraph().getInitializerList().stream()
                        .filter(it -> it.getName().equals(name))
                        .map(Weights::floats)
                        .findFirst()
                        .orElseThrow();
        return FloatBuffer.allocate(read.limit()).put(read).flip();
    }
}
