package dev.assay.engines.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InputCheckTest {
    private static final TensorSpec WANTED =
            new TensorSpec("x", ElementType.FLOAT32, Shape.of(-1, 3, -1));

    @Test
    void takesTheShapesOfTheData() {
        assertThat(check(new TensorSpec("x", ElementType.FLOAT32, Shape.of(4, 3, 8))))
                .containsExactly(new TensorSpec("x", ElementType.FLOAT32, Shape.of(4, 3, 8)));
    }

    @Test
    void namesBothSidesOfAWrongName() {
        assertRefused(
                "The model's inputs are [x], the inputs file holds [image]",
                new TensorSpec("image", ElementType.FLOAT32, Shape.of(4, 3, 8)));
    }

    @Test
    void refusesAnInputThatTheModelLacks() {
        assertRefused(
                "the inputs file holds [mask, x]",
                new TensorSpec("x", ElementType.FLOAT32, Shape.of(4, 3, 8)),
                new TensorSpec("mask", ElementType.BOOL, Shape.of(4, 3)));
    }

    @Test
    void refusesAnotherElementType() {
        assertRefused(
                "Input 'x' is FLOAT16 in the inputs file, the model wants FLOAT32",
                new TensorSpec("x", ElementType.FLOAT16, Shape.of(4, 3, 8)));
    }

    @Test
    void refusesAnotherShape() {
        assertRefused(
                "Input 'x' is 4x2x8, the model wants ?x3x?",
                new TensorSpec("x", ElementType.FLOAT32, Shape.of(4, 2, 8)));
    }

    @Test
    void refusesAShapeThatTheEngineWasNotBuiltFor() {
        assertRefused(
                "Input 'x' is 16x3x8, but the engine was built for 1x3x8 to 8x3x32",
                new TensorSpec("x", ElementType.FLOAT32, Shape.of(16, 3, 8)));
    }

    private static void assertRefused(String message, TensorSpec... given) {
        assertThatThrownBy(() -> check(given))
                .isInstanceOfSatisfying(
                        AssayException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.DATA))
                .hasMessageContaining(message);
    }

    private static List<TensorSpec> check(TensorSpec... given) {
        try (Arena arena = Arena.ofConfined()) {
            Map<String, TensorData> data = new LinkedHashMap<>();
            for (TensorSpec spec : given) {
                data.put(spec.name(), TensorData.allocate(spec, arena));
            }
            return InputCheck.check(
                    List.of(WANTED), data, name -> Shape.of(1, 3, 8), name -> Shape.of(8, 3, 32));
        }
    }
}
