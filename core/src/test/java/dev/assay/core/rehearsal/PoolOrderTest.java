package dev.assay.core.rehearsal;

import static dev.assay.core.Failures.assertFails;
import static dev.assay.core.run.RunFixtures.CASE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import dev.assay.core.comparison.Subject;
import dev.assay.core.rehearsal.PoolOrder.Slot;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PoolOrderTest {
    private static final List<Slot> SLOTS =
            IntStream.range(0, 3).mapToObj(it -> new Slot(CASE, it)).toList();

    @Test
    void measuresEverySubjectOnceInARoundAndNobodyAlwaysFirst() {
        PoolOrder order = new PoolOrder(1);
        Set<Slot> first = new HashSet<>();
        for (int round = 0; round < 20; round++) {
            List<Slot> slots = order.round(SLOTS);
            assertThat(slots).containsExactlyInAnyOrderElementsOf(SLOTS);
            first.add(slots.getFirst());
        }
        assertThat(first).hasSize(3);
    }

    @Test
    void givesTheSameOrderForTheSameSeed() {
        assertThat(new PoolOrder(7).round(SLOTS)).isEqualTo(new PoolOrder(7).round(SLOTS));
    }

    @Test
    void spreadsTheForksOfASubjectWithFewerOverAllRounds() {
        Subject subject = new Subject(Map.of());
        PoolPlan plan = PoolPlan.of(subject, List.of(subject), 1, 7, 3);
        assertThat(IntStream.range(0, 7).filter(it -> plan.measures(0, it))).hasSize(7);
        assertThat(IntStream.range(0, 7).filter(it -> plan.measures(1, it)))
                .containsExactly(2, 4, 6);
    }

    @Test
    void refusesPoolsWithoutCandidatesAndPoolsOfOneFork() {
        Subject subject = new Subject(Map.of());
        assertFails(ErrorKind.CONFIG, () -> PoolPlan.of(subject, List.of(), 1, 40, 40))
                .withMessageContaining("--candidate slowdown=0.05");
        assertFails(ErrorKind.CONFIG, () -> PoolPlan.of(subject, List.of(subject), 1, 1, 40))
                .withMessageContaining("2 to 1000 forks");
    }
}
