package dev.assay.core.comparison;

import static dev.assay.core.Failures.assertFails;
import static dev.assay.core.run.RunFixtures.caseId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import dev.assay.core.comparison.Turn.Side;
import dev.assay.core.comparison.TurnOrder.Pair;
import dev.assay.core.suite.CaseId;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SubjectTest {
    @Test
    void keepsWhatIsOfEnginesApart() {
        Subject subject = new Subject(Map.of("threads", "2", "slowdown", "0.05", "dist", "/opt/a"));

        assertThat(subject.engineOptions()).containsOnlyKeys("threads");
        assertThat(subject.slowdown()).isEqualTo(0.05);
        assertThat(subject.dist()).isPresent();
        assertThat(subject.label()).isEqualTo("dist=/opt/a slowdown=0.05 threads=2");
        assertThat(new Subject(Map.of()).label()).isEqualTo("as the suite says");
    }

    @Test
    void refusesASlowdownThatIsNone() {
        assertFails(ErrorKind.CONFIG, () -> new Subject(Map.of("slowdown", "fast")))
                .withMessageContaining("slowdown is 'fast'");
        assertFails(ErrorKind.CONFIG, () -> new Subject(Map.of("slowdown", "-0.1")));
    }

    @Test
    void takesTurnsAbbaInAnOrderThatTheSeedGives() {
        List<CaseId> cases = List.of(caseId(1), caseId(2), caseId(4));
        TurnOrder order = new TurnOrder(7);
        List<List<Pair>> rounds = IntStream.range(0, 4).mapToObj(i -> order.round(cases)).toList();

        for (CaseId id : cases) {
            List<Side> firsts =
                    rounds.stream()
                            .flatMap(List::stream)
                            .filter(it -> it.caseId().equals(id))
                            .map(Pair::first)
                            .toList();
            assertThat(firsts).hasSize(4).doesNotContainSequence(Side.A, Side.A);
            assertThat(firsts).doesNotContainSequence(Side.B, Side.B);
        }
        TurnOrder again = new TurnOrder(7);
        assertThat(IntStream.range(0, 4).mapToObj(i -> again.round(cases)).toList())
                .isEqualTo(rounds);
    }
}
