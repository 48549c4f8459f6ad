package dev.assay.accuracy.generate.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProductionTest {
    @Test
    void handsOverInOrder() {
        List<Integer> taken = new ArrayList<>();

        Production.inOrder(200, 7, index -> index, taken::add);

        assertThat(taken).containsExactlyElementsOf(IntStream.range(0, 200).boxed().toList());
    }

    @Test
    void isNeverFarAheadOfWhoTakes() {
        AtomicInteger started = new AtomicInteger();

        Production.inOrder(
                100,
                2,
                index -> {
                    started.incrementAndGet();
                    return index;
                },
                index -> assertThat(started.get()).isLessThanOrEqualTo(index + 8));
    }

    @Test
    void throwsWhatFailedAndTakesNothingMore() {
        List<Integer> taken = new ArrayList<>();

        assertThatThrownBy(() ->
                        Production.inOrder(
                                50,
                                3,
                                index -> {
                                    if (index == 20) {
                                        throw new IllegalStateException("image 20");
                                    }
                                    return index;
                                },
                                taken::add))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("image 20");
        assertThat(taken).hasSize(20);
    }
}
