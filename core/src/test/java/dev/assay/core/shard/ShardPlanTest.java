package dev.assay.core.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.suite.CaseId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShardPlanTest {
    private static final List<CaseId> CASES = cases();

    @Test
    void givesEveryCaseToOneShard() {
        for (int shards = 1; shards <= 8; shards++) {
            List<List<CaseId>> divided = ShardPlan.divide(CASES, shards);
            assertThat(divided).hasSize(shards).noneMatch(List::isEmpty);
            assertThat(divided.stream().flatMap(List::stream))
                    .containsExactlyInAnyOrderElementsOf(CASES);
        }
    }

    @Test
    void keepsWhatIsComparedOnOneMachine() {
        for (List<CaseId> shard : ShardPlan.divide(CASES, 3)) {
            assertThat(shard)
                    .allMatch(id ->
                            shard.stream()
                                            .filter(other ->
                                                    other.model().equals(id.model())
                                                            && other.batch() == id.batch())
                                            .count()
                                    == 3);
        }
    }

    @Test
    void sharesEvenlyAndDoesNotDependOnTheOrder() {
        List<List<CaseId>> divided = ShardPlan.divide(CASES, 4);
        assertThat(divided).allMatch(it -> it.size() == 6);
        List<CaseId> shuffled = new ArrayList<>(CASES);
        Collections.shuffle(shuffled, new Random(7));
        assertThat(ShardPlan.divide(shuffled, 4)).isEqualTo(divided);
    }

    @Test
    void readsWhichShardAndRefusesNonsense() {
        assertThat(Shard.parse("2/3")).isEqualTo(new Shard(2, 3)).hasToString("shard 2 of 3");
        for (String wrong : List.of("0/3", "4/3", "1", "1/", "-1/3", "a/b", "1/3 ")) {
            assertThatThrownBy(() -> Shard.parse(wrong)).isInstanceOf(AssayException.class);
        }
    }

    private static List<CaseId> cases() {
        List<CaseId> cases = new ArrayList<>();
        for (String model : List.of("a", "b")) {
            for (String engine : List.of("pytorch", "tensorrt-onnx", "onnxruntime-cuda")) {
                for (int batch : List.of(1, 2, 4, 8)) {
                    cases.add(
                            new CaseId(
                                    "%s/%s/fp32/b%d/3x8x8/base/latency"
                                            .formatted(model, engine, batch)));
                }
            }
        }
        return cases;
    }
}
