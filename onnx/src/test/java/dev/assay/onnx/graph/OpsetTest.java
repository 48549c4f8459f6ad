package dev.assay.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.onnx.TinyOnnx;
import dev.assay.onnx.proto.Onnx.AttributeProto;
import dev.assay.onnx.proto.Onnx.ModelProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import org.junit.jupiter.api.Test;

class OpsetTest {
    @Test
    void leavesAModelThatIsNewEnoughAlone() {
        ModelProto model = new TinyOnnx().opset(20).irVersion(11).node("Relu", "x", "y").model();

        assertThat(Opset.raised(model, 19)).isSameAs(model);
    }

    @Test
    void raisesTheIrVersionWithTheOpsetAndNeverLowersIt() {
        TinyOnnx model = new TinyOnnx().node("Relu", "x", "y");

        assertThat(Opset.raised(model.irVersion(8).model(), 19).getIrVersion()).isEqualTo(9);
        assertThat(Opset.raised(model.irVersion(8).model(), 22).getIrVersion()).isEqualTo(10);
        assertThat(Opset.raised(model.irVersion(12).model(), 19).getIrVersion()).isEqualTo(12);
    }

    @Test
    void makesTheAxesOfReductionsInputs() {
        AttributeProto axes =
                AttributeProto.newBuilder()
                        .setName("axes")
                        .addInts(-1)
                        .setType(AttributeProto.AttributeType.INTS)
                        .build();
        ModelProto model =
                new TinyOnnx()
                        .node("ReduceMean", "x", "m", axes, Attributes.of("keepdims", 0))
                        .node("ReduceL2", "m", "y")
                        .model();

        ModelProto raised = Opset.raised(model, 18);

        NodeProto mean = raised.getGraph().getNode(0);
        assertThat(mean.getInputList()).containsExactly("x", "m.axes");
        assertThat(mean.getAttributeList()).containsExactly(Attributes.of("keepdims", 0));
        assertThat(raised.getGraph().getNode(1)).isEqualTo(model.getGraph().getNode(1));
        assertThat(raised.getGraph().getInitializer(0).getDimsList()).containsExactly(1L);
        assertThat(raised.getGraph().getInitializer(0).getRawData())
                .isEqualTo(ByteString.copyFrom(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1}));
    }

    @Test
    void saysHowManyPartsASplitHas() {
        ModelProto model = new TinyOnnx().node("Split", "x", "y z").model();

        assertThat(Opset.raised(model, 18).getGraph().getNode(0).getAttributeList())
                .containsExactly(Attributes.of("num_outputs", 2));
        assertThat(Opset.raised(model, 17)).isEqualTo(model);
    }

    @Test
    void renamesTheModesOfGridSamples() {
        AttributeProto mode =
                AttributeProto.newBuilder()
                        .setName("mode")
                        .setS(ByteString.copyFromUtf8("bilinear"))
                        .setType(AttributeProto.AttributeType.STRING)
                        .build();
        ModelProto model = new TinyOnnx().node("GridSample", "x x", "y", mode).model();

        assertThat(Opset.raised(model, 22).getGraph().getNode(0).getAttribute(0).getS())
                .isEqualTo(ByteString.copyFromUtf8("linear"));
        assertThat(Opset.raised(model, 19).getGraph().getNode(0).getAttribute(0)).isEqualTo(mode);
    }

    @Test
    void refusesOperatorsThatMeanSomethingElse() {
        ModelProto model = new TinyOnnx().opset(18).node("GroupNormalization", "x", "y").model();

        assertThatThrownBy(() -> Opset.raised(model, 22))
                .isInstanceOfSatisfying(
                        AssayException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.ENGINE_BUILD))
                .hasMessageContaining("'y' is a GroupNormalization of opset 18");
    }

    @Test
    void refusesWhatIsOlderThanItsRules() {
        assertThatThrownBy(() ->
                        Opset.raised(new TinyOnnx().opset(12).node("Relu", "x", "y").model(), 19))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("of opset 12, it has to be raised to 19");
    }
}
