package dev.assay.onnx.half;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.suite.Precision;
import dev.assay.onnx.Goldens;
import dev.assay.onnx.TinyOnnx;
import dev.assay.onnx.graph.Attributes;
import dev.assay.onnx.graph.Opset;
import dev.assay.onnx.proto.Onnx.AttributeProto;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.ModelProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.proto.Onnx.TensorProto;
import dev.assay.onnx.proto.Onnx.TensorProto.DataType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfPrecisionEditorTest {
    private static final int HALF = DataType.FLOAT16_VALUE;

    /// The tools raise every model to opset 19; without quantisers there is no need to.
    @ParameterizedTest
    @CsvSource({"fp32,FP16,fp16", "fp32,BF16,bf16", "int8,FP16,int8-fp16"})
    void makesTheGraphThatTheReferenceToolsMake(String source, Precision storage, String golden) {
        ModelProto model = Opset.raised(Goldens.model(source), 19);

        ModelProto edited = edit(model, storage);

        assertThat(edited).isEqualTo(Goldens.model(golden));
    }

    @Test
    void keepsTheOpsetOfAModelWithoutQuantisers() {
        assertThat(Opset.of(edit(Goldens.model("fp32"), Precision.FP16))).isEqualTo(17);
        assertThat(Opset.of(edit(Goldens.model("int8"), Precision.FP16))).isEqualTo(19);
        assertThat(Opset.of(edit(Goldens.model("fp32"), Precision.BF16))).isEqualTo(22);
    }

    @Test
    void castsInputsAndOutputsWhichStayFp32() {
        ModelProto edited = edit(new TinyOnnx().node("Relu", "x", "y").model(), Precision.FP16);

        assertThat(edited.getGraph().getNodeList())
                .containsExactly(
                        cast("x", "x.as.float16", HALF),
                        TinyOnnx.nodeOf("Relu", "x.as.float16", "y.low").toBuilder()
                                .setName("y")
                                .build(),
                        cast("y.low", "y", DataType.FLOAT_VALUE));
        assertThat(edited.getGraph().getInputList())
                .isEqualTo(new TinyOnnx().model().getGraph().getInputList());
    }

    /// 249,856 values of one have a sum of squares that FP16 cannot hold, and a root that it can.
    @Test
    void keepsLengthsHoweverTheyAreSpelled() {
        ModelProto model =
                new TinyOnnx()
                        .node("Abs", "x", "size")
                        .node("ReduceSumSquare", "size", "squares")
                        .node("Sqrt", "squares", "length")
                        .node("Sqrt", "length", "y")
                        .model();

        assertThat(halves(edit(model, Precision.FP16))).containsExactly("size", "y");
    }

    @Test
    void keepsWhatTheUserNamesByOperatorNodeOrPattern() {
        ModelProto model =
                new TinyOnnx()
                        .node("Relu", "x", "head.relu")
                        .node("Exp", "head.relu", "head.exp")
                        .node("Neg", "head.exp", "y")
                        .model();

        assertThat(halves(HalfPrecisionEditor.edit(model, Precision.FP16, List.of("Exp")).model()))
                .containsExactly("head.relu", "y");
        assertThat(halves(HalfPrecisionEditor.edit(model, Precision.FP16, List.of("y")).model()))
                .containsExactly("head.relu", "head.exp");
        HalfPrecisionEditor.Edited edited =
                HalfPrecisionEditor.edit(model, Precision.FP16, List.of("head.*"));
        assertThat(halves(edited.model())).containsExactly("y");
        assertThat(edited.keptInFp32()).isEqualTo(2);
    }

    @Test
    void refusesToKeepWhatTheModelDoesNotHave() {
        ModelProto model = new TinyOnnx().node("Relu", "x", "y").model();

        assertThatThrownBy(() -> HalfPrecisionEditor.edit(model, Precision.FP16, List.of("Sofmax")))
                .isInstanceOfSatisfying(
                        AssayException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFIG))
                .hasMessageContaining("'Sofmax'");
    }

    @Test
    void refusesAWeightBeyondTheRangeByItsName() {
        ModelProto model =
                new TinyOnnx()
                        .weight("w", List.of(1L, 2L), 1, 65520)
                        .node("MatMul", "x w", "y")
                        .model();

        assertThatThrownBy(() -> edit(model, Precision.FP16))
                .isInstanceOfSatisfying(
                        AssayException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.ENGINE_BUILD))
                .hasMessageContaining("'w' has the value 65520.0 at 1")
                .hasMessageContaining("keep-fp32");
        assertThat(edit(model, Precision.BF16).getGraph().getInitializer(0).getName())
                .isEqualTo("w.low");
        assertThat(HalfPrecisionEditor.edit(model, Precision.FP16, List.of("y")).keptInFp32())
                .isEqualTo(1);
    }

    @Test
    void cutsAMasksMinusInfinityAndSaysSo() {
        ModelProto model =
                new TinyOnnx().weight("m", List.of(), -1e9f).node("Add", "x m", "y").model();

        HalfPrecisionEditor.Edited edited =
                HalfPrecisionEditor.edit(model, Precision.FP16, List.of());

        assertThat(edited.clamped()).containsExactly(Map.entry("m", -1e9f));
        TensorProto low = edited.model().getGraph().getInitializer(0);
        assertThat(low.getRawData().toByteArray()).containsExactly(0xff, 0xfb);
    }

    @Test
    void refusesAScaleThatBecomesZero() {
        ModelProto model =
                new TinyOnnx()
                        .weight("s", List.of(), 1e-8f)
                        .node("QuantizeLinear", "x s", "q")
                        .node("DequantizeLinear", "q s", "y")
                        .model();

        assertThatThrownBy(() -> edit(model, Precision.FP16))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("'s' has the scale 1.0E-8 at 0");
    }

    @Test
    void leavesIntegersAndTheScalesOfAResizeAlone() {
        ModelProto model =
                new TinyOnnx()
                        .weight("scales", List.of(4L), 1, 1, 2, 2)
                        .node("Resize", "x  scales", "big")
                        .node("Shape", "big", "shape")
                        .node("Reshape", "big shape", "y")
                        .model();
        // An empty name is an input that is left out.
        NodeProto resize =
                model.getGraph().getNode(0).toBuilder()
                        .clearInput()
                        .addAllInput(List.of("x", "", "scales"))
                        .build();
        model = model.toBuilder().setGraph(model.getGraph().toBuilder().setNode(0, resize)).build();

        GraphProto edited = edit(model, Precision.FP16).getGraph();

        assertThat(edited.getNode(1).getInputList()).containsExactly("x.as.float16", "", "scales");
        assertThat(edited.getNode(3).getInputList()).containsExactly("big", "shape");
    }

    @Test
    void takesResultsOfGeneratorsForWhatTheyAre() {
        ModelProto model =
                new TinyOnnx()
                        .node("Cast", "x", "whole", Attributes.of("to", DataType.INT64_VALUE))
                        .node("Cast", "whole", "back", Attributes.of("to", DataType.FLOAT_VALUE))
                        .node("Add", "back x", "y")
                        .model();

        assertThat(edit(model, Precision.FP16).getGraph().getNodeList())
                .extracting(NodeProto::getName)
                .containsExactly(
                        "whole",
                        "back",
                        "back.as.float16.cast",
                        "x.as.float16.cast",
                        "y",
                        "y.cast");
    }

    @Test
    void keepsBodiesInFp32AndGivesThemWhatTheyCapture() {
        GraphProto body =
                GraphProto.newBuilder()
                        .addNode(TinyOnnx.nodeOf("Neg", "a", "inner"))
                        .addOutput(TinyOnnx.value("inner", DataType.FLOAT_VALUE))
                        .build();
        AttributeProto branch =
                AttributeProto.newBuilder().setName("then_branch").setG(body).build();
        ModelProto model =
                new TinyOnnx()
                        .node("Relu", "x", "a")
                        .node("IsNaN", "x", "c")
                        .node("If", "c", "b", branch)
                        .node("Relu", "b", "y")
                        .model();

        GraphProto edited = edit(model, Precision.FP16).getGraph();

        NodeProto kept =
                edited.getNodeList().stream()
                        .filter(it -> it.getOpType().equals("If"))
                        .findFirst()
                        .orElseThrow();
        assertThat(kept.getAttribute(0).getG().getNode(0).getInput(0)).isEqualTo("a.as.float");
        assertThat(edited.getNodeList()).contains(cast("b", "b.as.float16", HALF));
    }

    @Test
    void roundsToTheNearestAndTiesToEven() {
        // 1 + 2^-8 is half way between two BF16 numbers, 1 + 3 * 2^-8 too.
        assertThat(HalfType.BFLOAT16.round(1 + 0x1p-8f)).isEqualTo((short) 0x3f80);
        assertThat(HalfType.BFLOAT16.round(1 + 3 * 0x1p-8f)).isEqualTo((short) 0x3f82);
        assertThat(HalfType.BFLOAT16.round(Float.MAX_VALUE)).isEqualTo((short) 0x7f80);
        assertThat(HalfType.BFLOAT16.round(Float.NaN)).isEqualTo((short) 0x7fc0);
        assertThat(HalfType.FLOAT16.round(1 + 0x1p-11f)).isEqualTo((short) 0x3c00);
        assertThat(HalfType.FLOAT16.round(65519)).isEqualTo((short) 0x7bff);
    }

    private static ModelProto edit(ModelProto model, Precision storage) {
        return HalfPrecisionEditor.edit(model, storage, List.of()).model();
    }

    /// Names of nodes that get an FP16 tensor.
    private static List<String> halves(ModelProto model) {
        Set<String> half = new HashSet<>();
        List<String> names = new ArrayList<>();
        for (NodeProto node : model.getGraph().getNodeList()) {
            if (node.getOpType().equals("Cast")) {
                if (node.getAttribute(0).getI() == HALF) {
                    half.add(node.getOutput(0));
                }
            } else if (half.contains(node.getInput(0))) {
                names.add(node.getName());
                half.add(node.getOutput(0));
            }
        }
        return names;
    }

    private static NodeProto cast(String from, String to, int type) {
        return TinyOnnx.nodeOf("Cast", from, to, Attributes.of("to", type)).toBuilder()
                .setName(to + ".cast")
                .build();
    }
}
