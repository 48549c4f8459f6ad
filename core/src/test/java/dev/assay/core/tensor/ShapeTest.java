package dev.assay.core.tensor;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import dev.assay.core.format.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeTest {
    @Test
    void parsesSizesJoinedByX() {
        assertThat(Shape.parse("3x96x90")).isEqualTo(Shape.of(3, 96, 90)).hasToString("3x96x90");
        assertThat(Shape.parse("4000000000").dim(0)).isEqualTo(4_000_000_000L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "3x",
                "x3",
                "0",
                "3x0",
                "-1",
                "3X4",
                "3 x 4",
                "3,4",
                "?x3",
                "1e3",
                "٣x٤",
                "99999999999",
                "3x4\n"
            })
    void refusesWhatIsNotPositiveSizesJoinedByX(String text) {
        assertFails(ErrorKind.CONFIG, () -> Shape.parse(text))
                .withMessageContaining("'" + text + "' is not a shape")
                .withMessageContaining("e.g. 3x96x90");
    }

    @Test
    void refusesANegativeExtentOtherThanDynamic() {
        assertThat(Shape.of(Shape.DYNAMIC, 3).isDynamic()).isTrue();
        assertFails(ErrorKind.DATA, () -> Shape.of(3, -2)).withMessageContaining("[3, -2]");
    }

    @Test
    void multipliesItsExtents() {
        assertThat(Shape.of(3, 96, 90).elements()).isEqualTo(25_920);
        assertThat(Shape.of().elements()).isEqualTo(1);
        assertThat(Shape.of(5, 0, 7).elements()).isZero();
    }

    @Test
    void refusesAnElementCountBeyondALong() {
        Shape huge = Shape.of(1L << 32, 1L << 32);

        assertFails(ErrorKind.DATA, huge::elements)
                .withMessageContaining("4294967296x4294967296")
                .withMessageContaining("more elements than fit a long");
    }

    @Test
    void refusesToCountADynamicShape() {
        assertFails(ErrorKind.DATA, Shape.of(Shape.DYNAMIC, 3)::elements)
                .withMessageContaining("?x3 is dynamic");
    }

    @Test
    void gainsAndLosesTheBatchDimension() {
        Shape image = Shape.of(3, 96, 90);

        assertThat(image.withBatch(4)).isEqualTo(Shape.of(4, 3, 96, 90));
        assertThat(image.withBatch(4).row()).isEqualTo(image);
        assertThat(image.withBatch(4).toArray()).containsExactly(4, 3, 96, 90);
        assertFails(ErrorKind.DATA, Shape.of()::row);
    }

    @Test
    void isAnArrayInJson() {
        Shape shape = Shape.of(Shape.DYNAMIC, 3);

        assertThat(Json.compact().writeValueAsString(shape)).isEqualTo("[-1,3]");
        assertThat(Json.compact().readValue("[-1,3]", Shape.class)).isEqualTo(shape);
    }
}
