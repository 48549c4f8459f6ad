package dev.assay.core.tensor;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.ErrorKind;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

class TensorDataTest {
    @Test
    void refusesMemoryThatDoesNotFitItsShape() {
        assertFails(ErrorKind.DATA, () -> Tensors.float32("image", Shape.of(2, 2), 1, 2, 3))
                .withMessage("Tensor image FLOAT32 2x2 needs 16 bytes but has 12");
    }

    @Test
    void readsElementsInRowMajorOrder() {
        TensorData tensor = Tensors.float32("image", Shape.of(2, 2), 1, 2, 3, 4);

        assertThat(tensor.elements()).isEqualTo(4);
        assertThat(tensor.get(2)).isEqualTo(3);
        assertThat(tensor.reader().applyAsDouble(3)).isEqualTo(4);
    }

    @Test
    void sharesItsMemoryWithItsRows() {
        TensorData tensor = Tensors.float32("image", Shape.of(2, 3), 1, 2, 3, 4, 5, 6);

        TensorData row = tensor.row(1);

        assertThat(row.shape()).isEqualTo(Shape.of(3));
        assertThat(row.name()).isEqualTo("image");
        assertThat(row.get(0)).isEqualTo(4);
        row.segment().fill((byte) 0);
        assertThat(tensor.get(5)).isZero();
        assertThat(tensor.get(2)).isEqualTo(3);
    }

    @Test
    void hasNoRowBeyondItsBatch() {
        TensorData tensor = Tensors.float32("image", Shape.of(2, 1), 1, 2);

        assertThatThrownBy(() -> tensor.row(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> tensor.row(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void allocatesZeroedAlignedMemory() {
        try (Arena arena = Arena.ofConfined()) {
            TensorSpec spec = new TensorSpec("image", ElementType.FLOAT32, Shape.of(3));
            TensorData tensor = TensorData.allocate(spec, arena);

            assertThat(tensor.segment().address() % 64).isZero();
            assertThat(tensor.get(0) + tensor.get(1) + tensor.get(2)).isZero();
        }
    }
}
