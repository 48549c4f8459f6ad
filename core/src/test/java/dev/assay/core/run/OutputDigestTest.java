package dev.assay.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutputDigestTest {
    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "1, 1",
        "4096, 1",
        "4097, 3",
        "12288, 3",
        "12289, 5",
        "267840, 67",
        "1099511627776, 268435457"
    })
    void stridesOverLargeOutputs(long elements, long stride) {
        assertThat(OutputDigest.stride(elements)).isEqualTo(stride);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 4095, 4096, 4097, 8192, 8193, 99_999, 1_000_000, 16_777_216})
    void takesTheSmallestOddStrideThatKeepsTheLimit(long elements) {
        long stride = OutputDigest.stride(elements);

        assertThat(stride % 2).isEqualTo(1);
        assertThat(Math.ceilDiv(elements, stride)).isLessThanOrEqualTo(OutputDigest.MAX_VALUES);
        if (stride > 2) {
            assertThat(Math.ceilDiv(elements, stride - 2)).isGreaterThan(OutputDigest.MAX_VALUES);
        }
    }

    @Test
    void copiesItsRows() {
        List<Integer> rows = new ArrayList<>(List.of(0, 1));
        OutputDigest digest =
                new OutputDigest("image", "FLOAT32", Shape.of(2), "aa", 0, 1, "a.f32", rows);

        rows.clear();

        assertThat(digest.rows()).containsExactly(0, 1);
    }
}
