package dev.assay.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

class DistinctRowsTest {
    private static final TensorSpec SPEC = new TensorSpec("y", ElementType.FLOAT32, Shape.of(2, 2));

    @Test
    void comparesARowOnceWhereTheEngineAlwaysGivesTheSameBits() {
        try (Arena arena = Arena.ofConfined()) {
            DistinctRows distinct = new DistinctRows(SPEC);
            distinct.add(batch(arena, 1, 2, 3, 4), List.of(0, 1), arena);
            distinct.add(batch(arena, 3, 4, 1, 2), List.of(1, 0), arena);

            assertThat(distinct.rows()).containsExactly(0, 1);
            assertThat(distinct.tensor(arena).segment().toArray(ValueLayout.JAVA_FLOAT))
                    .containsExactly(1, 2, 3, 4);
        }
    }

    @Test
    void comparesEveryDifferentOutputOfARow() {
        try (Arena arena = Arena.ofConfined()) {
            DistinctRows distinct = new DistinctRows(SPEC);
            distinct.add(batch(arena, 1, 2, 3, 4), List.of(0, 1), arena);
            distinct.add(batch(arena, 3, 5, 1, 2), List.of(1, 0), arena);

            assertThat(distinct.rows()).containsExactly(0, 1, 1);
            assertThat(distinct.tensor(arena).segment().toArray(ValueLayout.JAVA_FLOAT))
                    .containsExactly(1, 2, 3, 4, 3, 5);
        }
    }

    @Test
    void keepsEqualOutputsOfDifferentRowsApart() {
        try (Arena arena = Arena.ofConfined()) {
            DistinctRows distinct = new DistinctRows(SPEC);
            distinct.add(batch(arena, 1, 2, 1, 2), List.of(0, 1), arena);

            assertThat(distinct.rows()).containsExactly(0, 1);
        }
    }

    private static TensorData batch(Arena arena, float... values) {
        return new TensorData(SPEC, arena.allocateFrom(ValueLayout.JAVA_FLOAT, values));
    }
}
