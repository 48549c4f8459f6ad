package dev.assay.core.tensor;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import org.junit.jupiter.api.Test;

class TensorSpecTest {
    @Test
    void knowsItsSizeInBytes() {
        TensorSpec spec = new TensorSpec("image", ElementType.FLOAT16, Shape.of(2, 3));

        assertThat(spec.byteSize()).isEqualTo(12);
        assertThat(spec).hasToString("image FLOAT16 2x3");
    }

    @Test
    void refusesASizeInBytesBeyondALong() {
        TensorSpec spec = new TensorSpec("image", ElementType.FLOAT64, Shape.of(1L << 61));

        assertFails(ErrorKind.DATA, spec::byteSize).withMessageContaining("image FLOAT64");
    }
}
