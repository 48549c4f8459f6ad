package dev.assay.core.mixed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SmallestSetTest {
    private static final List<String> NODES =
            IntStream.range(0, 500).mapToObj(i -> "node" + i).toList();

    @Test
    void findsTheOnlyOneOfManyInFewTrials() {
        SmallestSet.Found found =
                SmallestSet.find(NODES, kept -> kept.contains("node317"), Integer.MAX_VALUE);

        assertThat(found.entries()).containsExactly("node317");
        assertThat(found.smallest()).isTrue();
        assertThat(found.trials()).isLessThanOrEqualTo(11);
    }

    @Test
    void triesNothingTwice() {
        Set<List<String>> tried = new HashSet<>();

        SmallestSet.Found found =
                SmallestSet.find(
                        NODES.subList(0, 7),
                        kept -> {
                            assertThat(tried.add(kept)).as("tried before: %s", kept).isTrue();
                            return kept.containsAll(Set.of("node0", "node3", "node4"));
                        },
                        Integer.MAX_VALUE);

        assertThat(found.entries()).containsExactly("node0", "node3", "node4");
        assertThat(found.trials()).isEqualTo(tried.size());
    }

    @Test
    void findsNodesThatAreNeededTogetherInTheOrderOfTheGraph() {
        SmallestSet.Found found =
                SmallestSet.find(
                        NODES,
                        kept -> kept.containsAll(Set.of("node480", "node12", "node13")),
                        Integer.MAX_VALUE);

        assertThat(found.entries()).containsExactly("node12", "node13", "node480");
        assertThat(found.trials()).isLessThan(60);
    }

    @Test
    void keepsWhatItDidNotLookAtWhenTrialsRunOut() {
        SmallestSet.Found found = SmallestSet.find(NODES, kept -> kept.contains("node317"), 4);

        assertThat(found.entries()).contains("node317").hasSizeLessThan(400);
        assertThat(found.smallest()).isFalse();
        assertThat(found.trials()).isEqualTo(4);
    }

    @Test
    void takesTheOnlyNodeThereIs() {
        assertThat(SmallestSet.find(List.of("a"), kept -> true, 9).entries()).containsExactly("a");
    }
}
