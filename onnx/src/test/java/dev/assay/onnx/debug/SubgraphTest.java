package dev.assay.onnx.debug;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.mixed.SmallestSet;
import dev.assay.core.tensor.Shape;
import dev.assay.onnx.TinyOnnx;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.proto.Onnx.ValueInfoProto;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SubgraphTest {
    @Test
    void cutsAPartOutWithItsWeightsAndTheTensorsAroundIt() {
        Subgraph graph =
                Subgraph.of(
                        new TinyOnnx()
                                .weight("w", List.of(1L), 2f)
                                .weight("v", List.of(1L), 3f)
                                .node("Mul", "x w", "a")
                                .node("Add", "a x", "b")
                                .node("Mul", "b v", "c")
                                .node("Add", "c a", "y")
                                .model());

        assertThat(graph.names()).containsExactly("a", "b", "c", "y");
        assertThat(graph.inputs(List.of("b", "c"))).containsExactly("a", "x");
        assertThat(graph.outputs(List.of("b", "c"))).containsExactly("c");
        assertThat(graph.ancestors(List.of("b"))).containsExactly("a", "b");
        assertThat(graph.label("b")).isEqualTo("b (Add)");

        GraphProto part =
                graph.model(List.of("b", "c"), Map.of("a", Shape.of(4, 5)), List.of("c"))
                        .getGraph();

        assertThat(part.getNodeList().stream().map(NodeProto::getName)).containsExactly("b", "c");
        assertThat(part.getInitializerList()).extracting(it -> it.getName()).containsExactly("v");
        assertThat(part.getInputList())
                .extracting(ValueInfoProto::getName)
                .containsExactly("a", "x");
        assertThat(part.getInput(0).getType().getTensorType().getShape().getDim(1).getDimValue())
                .isEqualTo(5);
        assertThat(part.getOutputList()).extracting(ValueInfoProto::getName).containsExactly("c");
    }

    @Test
    void findsAnOperatorThatNobodyKnowsAmongFiveHundredNodes() {
        TinyOnnx model = new TinyOnnx();
        String last = "x";
        for (int i = 0; i < 499; i++) {
            model.node(i == 250 ? "Wibble" : "Relu", last, "n" + i);
            last = "n" + i;
        }
        Subgraph graph = Subgraph.of(model.node("Relu", last, "y").model());

        SmallestSet.Found found =
                SmallestSet.find(
                        graph.names(),
                        part ->
                                graph
                                        .model(part, Map.of(), graph.outputs(part))
                                        .getGraph()
                                        .getNodeList()
                                        .stream()
                                        .anyMatch(it -> it.getOpType().equals("Wibble")),
                        100);

        assertThat(found.entries()).containsExactly("n250");
        assertThat(found.trials()).isLessThan(30);
    }
}
