package dev.assay.core.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobsTest {
    private final List<String> taken = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void takesResultsInTheOrderOfThePieces(int jobs) {
        Jobs.inOrder(
                List.of(1, 2, 3, 4, 5),
                jobs,
                it -> it * it,
                (it, result) -> taken.add(it + "=" + result));

        assertThat(taken).containsExactly("1=1", "2=4", "3=9", "4=16", "5=25");
    }

    /// Each of two pieces waits for the other to begin.
    @Test
    void doesAsManyAtATimeAsItIsTold() {
        CountDownLatch both = new CountDownLatch(2);

        Jobs.inOrder(
                List.of("a", "b"),
                2,
                it -> {
                    both.countDown();
                    return awaited(both);
                },
                (it, met) -> taken.add(it + met));

        assertThat(taken).containsExactly("atrue", "btrue");
    }

    @Test
    void takesEachBeforeTheNextBeginsWhenAlone() {
        Jobs.inOrder(
                List.of("a", "b"),
                1,
                it -> taken.add("begin " + it),
                (it, added) -> taken.add("take " + it));

        assertThat(taken).containsExactly("begin a", "take a", "begin b", "take b");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void passesAFailureOnAndLeavesTheRest(int jobs) {
        Set<Integer> done = ConcurrentHashMap.newKeySet();

        assertThatThrownBy(() ->
                        Jobs.inOrder(
                                List.of(1, 2, 3, 4, 5, 6, 7, 8),
                                jobs,
                                it -> {
                                    if (it == 2) {
                                        throw AssayException.data("no 2");
                                    }
                                    return it;
                                },
                                (it, result) -> done.add(result)))
                .isInstanceOf(AssayException.class)
                .hasMessage("no 2");
        assertThat(done).containsExactly(1);
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
