package dev.assay.onnx.debug;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.onnx.TinyOnnx;
import dev.assay.onnx.graph.Weights;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundedModelTest {
    private static final int HALF = 13;

    @Test
    void roundsAsSixteenBitsDoButWithoutTheirRange() {
        for (float value : new float[] {1f, 1.0004f, 1.0005f, -3.14159f, 65504f, 0f, 6.2e-5f}) {
            assertThat(RoundedModel.round(value, HALF))
                    .isEqualTo(Float.float16ToFloat(Float.floatToFloat16(value)));
        }
        assertThat(RoundedModel.round(1e6f, HALF)).isEqualTo(999_936f);
        assertThat(RoundedModel.round(Float.NEGATIVE_INFINITY, HALF))
                .isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(RoundedModel.round(Float.MAX_VALUE, HALF)).isEqualTo(Float.MAX_VALUE);
    }

    @Test
    void roundsInputsWeightsAndResultsAndKeepsTheirNames() {
        GraphProto graph =
                RoundedModel.rounded(
                                new TinyOnnx()
                                        .weight("w", List.of(1L), 1.0005f)
                                        .node("Mul", "x w", "m")
                                        .node("Transpose", "m", "y")
                                        .model(),
                                HALF)
                        .getGraph();

        assertThat(Weights.floats(graph.getInitializer(0)).get(0)).isNotEqualTo(1.0005f);
        assertThat(graph.getNodeList().stream().map(NodeProto::getOpType))
                .containsExactly(
                        "Mul",
                        "Sub",
                        "Sub",
                        "IsNaN",
                        "Where",
                        "Mul",
                        "Mul",
                        "Sub",
                        "Sub",
                        "IsNaN",
                        "Where",
                        "Transpose");
        assertThat(graph.getNode(5).getInput(0)).isEqualTo("x.rounded");
        assertThat(graph.getNode(5).getOutput(0)).isEqualTo("m.exact");
        assertThat(graph.getNode(10).getOutput(0)).isEqualTo("m");
        assertThat(graph.getNode(11).getInput(0)).isEqualTo("m");
    }
}
