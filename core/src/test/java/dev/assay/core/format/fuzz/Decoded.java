package dev.assay.core.format.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.tensor.TensorData;
import java.util.List;

/// A tensor as the test's own decoder sees it: written apart from the code under test, on the heap,
/// element by element.
@SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
record Decoded(List<Long> shape, double[] values) {
    void assertEquals(String name, TensorData tensor) {
        assertThat(tensor.shape().dims()).as(name).isEqualTo(shape);
        assertThat(tensor.elements()).as(name).isEqualTo(values.length);
        for (int i = 0; i < values.length; i++) {
            if (Double.doubleToLongBits(tensor.get(i)) != Double.doubleToLongBits(values[i])) {
                assertThat(tensor.get(i)).as("%s[%s]", name, i).isEqualTo(values[i]);
            }
        }
    }
}
