package dev.assay.accuracy.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/// Expected values from `_kept` of `reference-data/tools/implicit_int8.py`, NumPy 2.4.6, given the
/// same numbers in FP32: u = ((i³ + i) mod 9973) / 9973 for i from 0 to 19999, and what is made of
/// it below.
class EntropyRangeTest {
    private static final int COUNT = 20_000;

    @Test
    void findsTheReferenceToolsCut() {
        assertThat(kept(i -> u(i) / (1.001 - u(i)))).isEqualTo(0.09375);
        assertThat(kept(i -> u(i) / (1.01 - u(i)))).isEqualTo(0.83984375);
        assertThat(kept(i -> -u(i) / (1.05 - u(i)))).isEqualTo(0.99609375);
        assertThat(kept(i -> i == 7 ? 100 : u(i))).isEqualTo(0.0625);
        assertThat(kept(i -> 3 * u(i))).isEqualTo(1);
    }

    @Test
    void addsUpTensors() {
        EntropyRange whole = new EntropyRange(100);
        add(whole, EntropyRangeTest::heavyTail);
        EntropyRange twice = new EntropyRange(100);
        add(twice, EntropyRangeTest::heavyTail);
        add(twice, EntropyRangeTest::heavyTail);

        assertThat(twice.range()).isEqualTo(whole.range());
    }

    private static double heavyTail(int i) {
        return u(i) / (1.01 - u(i));
    }

    private static double u(long i) {
        return (i * i * i + i) % 9973 / 9973.0;
    }

    private static double kept(IntToDoubleFunction values) {
        double top = 0;
        for (int i = 0; i < COUNT; i++) {
            top = Math.max(top, Math.abs((float) values.applyAsDouble(i)));
        }
        EntropyRange range = new EntropyRange(top);
        add(range, values);
        return range.range() / top;
    }

    private static void add(EntropyRange range, IntToDoubleFunction values) {
        float[] numbers = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            numbers[i] = (float) values.applyAsDouble(i);
        }
        try (Arena arena = Arena.ofConfined()) {
            range.add(
                    new TensorData(
                            new TensorSpec("x", ElementType.FLOAT32, Shape.of(COUNT)),
                            arena.allocateFrom(ValueLayout.JAVA_FLOAT, numbers)));
        }
    }
}
