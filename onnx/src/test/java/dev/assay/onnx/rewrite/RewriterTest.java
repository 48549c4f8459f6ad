package dev.assay.onnx.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.suite.GraphRewrite;
import dev.assay.core.suite.RewriteCatalog;
import dev.assay.onnx.TinyOnnx;
import dev.assay.onnx.graph.Attributes;
import dev.assay.onnx.graph.Weights;
import dev.assay.onnx.proto.Onnx.AttributeProto;
import dev.assay.onnx.proto.Onnx.ModelProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.rewrite.edit.Emitter;
import dev.assay.onnx.rewrite.edit.Rewrite;
import dev.assay.onnx.rewrite.pattern.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RewriterTest {
    private static final AttributeProto LAST = Emitter.integers("axes", List.of(-1L));

    @Test
    void knowsExactlyTheRewritesThatSuitesMayName() {
        assertThat(new TreeSet<>(Rewrites.all().stream().map(Rewrite::name).toList()))
                .isEqualTo(RewriteCatalog.names());
    }

    /// Exporters square by Pow or by Mul, and write a product's factors in either order.
    @ParameterizedTest
    @ValueSource(strings = {"Pow", "Mul"})
    void findsALayerNormThatIsSpelledOut(String square) {
        ModelProto rewritten = rewrite(spelledOut(square, LAST), "layer-norm:1");

        assertThat(rewritten.getGraph().getNodeList())
                .singleElement()
                .satisfies(node -> {
                    assertThat(node.getOpType()).isEqualTo("AssayLayerNorm");
                    assertThat(node.getDomain()).isEqualTo("assay");
                    assertThat(node.getInputList()).containsExactly("x", "gamma", "beta");
                    assertThat(Attributes.find(node, "epsilon").orElseThrow().getF())
                            .isEqualTo(1e-6f);
                });
        assertThat(rewritten.getOpsetImportList())
                .anySatisfy(it -> assertThat(it.getDomain()).isEqualTo("assay"));
        assertThat(rewritten.getGraph().getInitializerList()).hasSize(2);
    }

    /// One that averages over another axis is another function.
    @Test
    void saysWhereAGraphDiffersFromThePattern() {
        ModelProto other = spelledOut("Pow", Emitter.integers("axes", List.of(1L)));

        assertThatThrownBy(() -> rewrite(other, "layer-norm:1"))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("Rewrite 'layer-norm' found 0 places, it must find 1")
                .hasMessageContaining("ReduceMean of mean has not axes = [-1]");
        assertThatThrownBy(() -> rewrite(spelledOut("Pow", LAST), "layer-norm:24|30"))
                .hasMessageContaining("found 1 places, it must find 24 or 30");
        assertThatThrownBy(() -> rewrite(spelledOut("Pow", LAST), "gelu"))
                .hasMessageContaining("it must find one at least");
    }

    /// A result that others read too must stay.
    @Test
    void keepsWhatIsReadElsewhere() {
        TinyOnnx tiny = new TinyOnnx();
        nodes(tiny, "Pow", LAST);
        ModelProto rewritten = rewrite(tiny.output("centred").model(), "layer-norm:1");

        assertThat(rewritten.getGraph().getNodeList())
                .extracting(NodeProto::getOpType)
                .containsExactly("ReduceMean", "Sub", "AssayLayerNorm");
    }

    @Test
    void writesTheVariantOrTheOperatorOfAnotherLibrary() {
        GraphRewrite mine =
                new GraphRewrite(
                        "layer-norm",
                        List.of(1),
                        Optional.of("warp"),
                        Optional.of("TheirLayerNorm"));
        ModelProto rewritten = Rewriter.apply(spelledOut("Pow", LAST), List.of(mine)).model();

        NodeProto node = rewritten.getGraph().getNode(0);
        assertThat(node.getOpType()).isEqualTo("TheirLayerNorm");
        assertThat(Attributes.find(node, "variant").orElseThrow().getS().toStringUtf8())
                .isEqualTo("warp");
        assertThat(Rewriter.plugins(rewritten)).containsExactly("TheirLayerNorm");
    }

    @Test
    void takesAConstantInPlaceOfWhatDoesNotDependOnTheInput() {
        ModelProto model =
                new TinyOnnx()
                        .weight("a", List.of(2L), 1, 2)
                        .weight("b", List.of(2L, 1L), 10, 20)
                        .node("Add", "a b", "sum")
                        .node("Sin", "sum", "wave")
                        .node("Mul", "x wave", "y")
                        .model();

        ModelProto rewritten = rewrite(model, "fold-constants:1");

        assertThat(rewritten.getGraph().getNodeList()).hasSize(1);
        assertThat(Values.floats(rewritten.getGraph().getInitializer(0)).orElseThrow())
                .containsExactly(
                        (float) Math.sin(11),
                        (float) Math.sin(12),
                        (float) Math.sin(21),
                        (float) Math.sin(22));
    }

    /// Exporters write equal indices as two constants.
    @Test
    void computesOnceWhatIsComputedTwice() {
        ModelProto model =
                new TinyOnnx()
                        .weight(Weights.ofLongs("one", List.of(1L)))
                        .weight(Weights.ofLongs("uno", List.of(1L)))
                        .node("Unsqueeze", "x one", "a")
                        .node("Unsqueeze", "x uno", "b")
                        .node("Sin", "a", "c")
                        .node("Sin", "b", "d")
                        .node("Add", "c d", "y")
                        .model();

        assertThat(rewrite(model, "share-subexpressions:2").getGraph().getNodeList())
                .extracting(NodeProto::getOpType)
                .containsExactly("Unsqueeze", "Sin", "Add");
    }

    @Test
    void spellsLengthsOutAlongTheSameAxes() {
        AttributeProto flat = Emitter.integer("keepdims", 0);
        ModelProto model =
                new TinyOnnx()
                        .node("ReduceL2", "x", "a", LAST, flat)
                        .node("ReduceL1", "x", "b", LAST, flat)
                        .node("Add", "a b", "y")
                        .model();

        assertThat(rewrite(model, "spell-out-lengths:1").getGraph().getNodeList())
                .satisfiesExactly(
                        squares -> {
                            assertThat(squares.getOpType()).isEqualTo("ReduceSumSquare");
                            assertThat(squares.getAttributeList()).containsExactly(LAST, flat);
                        },
                        root -> {
                            assertThat(root.getOpType()).isEqualTo("Sqrt");
                            assertThat(root.getOutputList()).containsExactly("a");
                        },
                        other -> assertThat(other.getOpType()).isEqualTo("ReduceL1"),
                        sum -> assertThat(sum.getOpType()).isEqualTo("Add"));
    }

    @Test
    void joinsTheWeightsOfProductsOfOneTensor() {
        ModelProto model =
                new TinyOnnx()
                        .weight("w", List.of(2L, 1L), 1, 2)
                        .weight("v", List.of(2L, 2L), 3, 4, 5, 6)
                        .node("MatMul", "x w", "a")
                        .node("MatMul", "x v", "b")
                        .node("Add", "a b", "y")
                        .model();

        ModelProto rewritten = rewrite(model, "merge-parameters:1");

        assertThat(rewritten.getGraph().getNodeList())
                .extracting(NodeProto::getOpType)
                .containsExactly("MatMul", "Split", "Add");
        assertThat(rewritten.getGraph().getInitializerList())
                .anySatisfy(it ->
                        assertThat(Values.floats(it).orElse(new float[0]))
                                .containsExactly(1, 3, 4, 2, 5, 6));
    }

    @Test
    void refusesAModelWhoseOperatorsHaveOtherForms() {
        assertThatThrownBy(() ->
                        rewrite(new TinyOnnx().opset(18).node("Relu", "x", "y").model(), "gelu"))
                .hasMessageContaining("opset 18")
                .hasMessageContaining("17");
        assertThatThrownBy(() -> rewrite(spelledOut("Pow", LAST), "layernorm"))
                .hasMessageContaining("did you mean 'layer-norm'?");
    }

    private static ModelProto spelledOut(String square, AttributeProto axes) {
        TinyOnnx tiny = new TinyOnnx();
        nodes(tiny, square, axes);
        return tiny.model();
    }

    private static void nodes(TinyOnnx tiny, String square, AttributeProto axes) {
        tiny.weight("gamma", List.of(4L), 1, 2, 3, 4)
                .weight("beta", List.of(4L), 0, 0, 0, 1)
                .weight("two", List.of(), 2)
                .weight("epsilon", List.of(1L), 1e-6f)
                .node("ReduceMean", "x", "mean", axes)
                .node("Sub", "x mean", "centred")
                .node(square, square.equals("Pow") ? "centred two" : "centred centred", "squares")
                .node("ReduceMean", "squares", "variance", axes)
                .node("Add", "epsilon variance", "raised")
                .node("Sqrt", "raised", "deviation")
                .node("Div", "centred deviation", "unit")
                .node("Mul", "gamma unit", "scaled")
                .node("Add", "scaled beta", "y");
    }

    private static ModelProto rewrite(ModelProto model, String steps) {
        return Rewriter.apply(
                        model,
                        Arrays.stream(steps.split(",", -1)).map(GraphRewrite::parse).toList())
                .model();
    }
}
