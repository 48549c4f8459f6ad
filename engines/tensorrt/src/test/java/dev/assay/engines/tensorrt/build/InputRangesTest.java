package dev.assay.engines.tensorrt.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.suite.OptimizationProfile;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InputRangesTest {
    private static final Optional<OptimizationProfile> PROFILE =
            Optional.of(
                    OptimizationProfile.over(
                            List.of(1, 4, 16),
                            16,
                            List.of(Shape.parse("3x96x90"), Shape.parse("3x512x482"))));

    @Test
    void takesTheRowShapesOfTheOnlyInputFromTheProfile() {
        Map<String, ShapeRange> ranges =
                InputRanges.of(List.of(input("x", -1, 3, -1, -1)), PROFILE, Map.of());

        assertThat(ranges)
                .containsExactly(
                        Map.entry(
                                "x",
                                new ShapeRange(
                                        Shape.of(1, 3, 96, 90),
                                        Shape.of(16, 3, 512, 482),
                                        Shape.of(16, 3, 512, 482))));
    }

    @Test
    void takesTheRowShapesOfSeveralInputsFromTheirRows() {
        Map<String, ShapeRange> ranges =
                InputRanges.of(
                        List.of(input("ids", -1, -1), input("mask", -1, -1)),
                        PROFILE,
                        Map.of("ids", Shape.of(128), "mask", Shape.of(64)));

        assertThat(ranges.get("mask"))
                .isEqualTo(new ShapeRange(Shape.of(1, 64), Shape.of(16, 64), Shape.of(16, 64)));
    }

    @Test
    void buildsAStaticNetworkForItsOwnShapeIfNoneWasAskedFor() {
        assertThat(InputRanges.of(List.of(input("x", 1, 3)), Optional.empty(), Map.of()))
                .containsExactly(Map.entry("x", ShapeRange.exactly(Shape.of(1, 3))));
    }

    @Test
    void saysThatTheModelsBatchIsFixed() {
        assertFails(
                List.of(input("x", 1, 3, -1, -1)),
                PROFILE,
                "The model's input 'x' is 1x3x?x? and cannot take 16x3x512x482: its batch is fixed"
                        + " at 1: export it with a dynamic batch, or let the suite ask for batch 1"
                        + " only");
    }

    @Test
    void saysWhichDimensionIsFixed() {
        assertFails(List.of(input("x", -1, 4, -1, -1)), PROFILE, "dimension 1 is fixed at 4");
    }

    @Test
    void saysThatRanksDiffer() {
        assertFails(List.of(input("x", -1, 3, -1)), PROFILE, "their ranks differ");
    }

    @Test
    void needsShapesForADynamicNetwork() {
        assertFails(List.of(input("x", -1, 3)), Optional.empty(), "no shapes were given");
    }

    @Test
    void namesTheInputThatHasNoRows() {
        assertThatThrownBy(() ->
                        InputRanges.of(
                                List.of(input("ids", -1, -1), input("mask", -1, -1)),
                                PROFILE,
                                Map.of("ids", Shape.of(128))))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("'mask'")
                .hasMessageContaining("[ids]");
    }

    private static void assertFails(
            List<TensorSpec> inputs, Optional<OptimizationProfile> profile, String message) {
        assertThatThrownBy(() -> InputRanges.of(inputs, profile, Map.of()))
                .isInstanceOfSatisfying(
                        AssayException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.ENGINE_BUILD))
                .hasMessageContaining(message);
    }

    private static TensorSpec input(String name, long... dims) {
        return new TensorSpec(name, ElementType.FLOAT32, Shape.of(dims));
    }
}
