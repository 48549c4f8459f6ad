package dev.assay.cli.quick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.suite.Precision;
import dev.assay.core.suite.ToleranceKey;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// What trtexec's flags are understood as.
class QuickShapesTest {
    private static final TensorSpec IMAGE =
            new TensorSpec("x:0", ElementType.FLOAT32, Shape.of(Shape.DYNAMIC, 3, 8, 8));
    private static final TensorSpec IDS =
            new TensorSpec("ids", ElementType.INT64, Shape.of(Shape.DYNAMIC, Shape.DYNAMIC));

    @Test
    void measuresBatch1OfAFreeBatchAndSaysSo() {
        QuickShapes shapes = QuickShapes.of(List.of(IMAGE), flags(), Map.of());

        assertThat(shapes.measured()).containsEntry("x:0", Shape.of(1, 3, 8, 8));
        assertThat(shapes.notes()).singleElement().asString().startsWith("the batch is free: 1");
    }

    @Test
    void tunesForTheOptShapesAndMeasuresThem() {
        QuickShapes shapes =
                QuickShapes.of(
                        List.of(IMAGE),
                        flags(
                                "--minShapes=x:0:1x3x8x8",
                                "--optShapes=x:0:4x3x8x8",
                                "--maxShapes=x:0:16x3x8x8"),
                        Map.of());

        assertThat(shapes.batch()).isEqualTo(4);
        assertThat(shapes.tuned()).isEqualTo(4);
        assertThat(shapes.batches()).containsExactly(1, 4, 16);
    }

    @Test
    void measuresTheShapesThatItIsToldInsideOfTheRange() {
        QuickShapes shapes =
                QuickShapes.of(
                        List.of(IMAGE), flags("--shapes=2x3x8x8", "--optShapes=8x3x8x8"), Map.of());

        assertThat(shapes.batch()).isEqualTo(2);
        assertThat(shapes.tuned()).isEqualTo(8);
    }

    @Test
    void asksForFreeExtentsWithTheFlagToWrite() {
        assertThatThrownBy(() -> QuickShapes.of(List.of(IDS), flags(), Map.of()))
                .isInstanceOf(AssayException.class)
                .hasMessageEndingWith("e.g. --shapes=ids:1x128");
        assertThat(QuickShapes.of(List.of(IDS), flags(), Map.of("ids", Shape.of(9, 20))).measured())
                .containsEntry("ids", Shape.of(1, 20));
    }

    @Test
    void refusesShapesThatDoNotFitEachOtherOrTheModel() {
        refused("--shapes says 1x3x9x8 for the input x:0", "--shapes=x:0:1x3x9x8");
        refused("names 'y', the model's inputs are [x:0]", "--shapes=y:1x3x8x8");
        refused("--shapes is 'x:0:1x0'", "--shapes=x:0:1x0");
        refused("--minShapes has batch 4", "--shapes=1x3x8x8", "--minShapes=4x3x8x8");
    }

    private static void refused(String message, String... arguments) {
        assertThatThrownBy(() -> QuickShapes.of(List.of(IMAGE), flags(arguments), Map.of()))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining(message);
    }

    private static QuickShapes.Wanted flags(String... arguments) {
        return options(arguments).shapeTexts().parse();
    }

    private static TrtexecOptions options(String... arguments) {
        return CommandLine.populateCommand(new TrtexecOptions(), arguments);
    }

    @Test
    void hasTrtexecsPrecisions() {
        assertThat(options().precisions(true)).containsExactly(Precision.TF32);
        assertThat(options().precisions(false)).containsExactly(Precision.FP32);
        assertThat(options("--noTF32").precisions(true)).containsExactly(Precision.FP32);
        assertThat(options("--int8", "--fp16").precisions(true))
                .containsExactly(Precision.FP16, Precision.INT8);
        assertThat(options("--best").precisions(true))
                .containsExactly(Precision.TF32, Precision.FP16, Precision.BF16, Precision.INT8);
    }

    @Test
    void hasTrtexecsDefaultsOfTheLoopOnAGpuOnly() {
        assertThat(options().engineOptions(false)).isEmpty();
        assertThat(options("--useCudaGraph", "--memPoolSize=workspace:64").engineOptions(true))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "useCudaGraph", "true",
                                "useSpinWait", "false",
                                "memPoolSize", "workspace:64"));
    }

    @Test
    void refusesOtherFlagsWithTheNearestOrWhatToUse() {
        Set<String> known = Set.of("--fp16", "--shapes", "--useCudaGraph");

        assertThat(TrtexecFlags.refusal("--usecudagraph", known)).endsWith("is it --useCudaGraph?");
        assertThat(TrtexecFlags.refusal("--shape=x:1", known)).endsWith("is it --shapes?");
        assertThat(TrtexecFlags.refusal("--exportProfile=p.json", known))
                .isEqualTo(
                        "--exportProfile is trtexec's, not quick's: `assay profile` writes it beside the run");
        assertThat(TrtexecFlags.refusal("--somethingElse", known)).contains("--help");
    }

    @Test
    void limitsWhatRoundingExplainsAndNothingElse() {
        // 10 x 2^-20 and 3 x 2^13 x 2^-20, two digits, rounded up.
        assertThat(limit(Precision.FP32, OptionalDouble.of(0))).contains(9.6e-6);
        assertThat(limit(Precision.FP16, OptionalDouble.of(0))).contains(0.024);
        assertThat(limit(Precision.FP32, OptionalDouble.of(1e-4))).contains(6.2e-5);
        assertThat(limit(Precision.BF16, OptionalDouble.of(1e-5))).isEmpty();
        assertThat(limit(Precision.INT8, OptionalDouble.of(0))).isEmpty();
    }

    private static Optional<Double> limit(Precision precision, OptionalDouble noise) {
        return Optional.ofNullable(NoiseLimits.of(List.of(precision), noise).get(precision))
                .map(it -> it.limits().get(ToleranceKey.REL_L2));
    }
}
