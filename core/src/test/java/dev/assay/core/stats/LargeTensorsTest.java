package dev.assay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.stats.block.Selection;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LargeTensorsTest {
    /// Enough for several readings and threads, odd enough for torn blocks and chunks.
    private static final Shape SHAPE = Shape.of(3, 2, 211, 317);

    private static final ErrorSettings ONE_THREAD = ErrorSettings.standard().withThreads(1);

    @ParameterizedTest
    @EnumSource
    void followTheDefinitionsInEveryType(ElementType type) {
        TensorPairs pairs = RandomPairs.of(type, 70_003, 7);

        NaiveErrors.of(pairs).assertEqual(ErrorCalculator.calculate(pairs));
    }

    @Test
    void followTheDefinitionsInEveryView() {
        for (Selection selection :
                List.of(
                        new Selection.All(),
                        new Selection.Border(211, 317, 17),
                        new Selection.Centre(211, 317, 17))) {
            TensorPairs pairs = RandomPairs.float32(SHAPE, selection, 3);

            NaiveErrors.of(pairs).assertEqual(ErrorCalculator.calculate(pairs));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7})
    void haveTheSameBitsOnAnyNumberOfThreads(int threads) {
        TensorPairs pairs = RandomPairs.float32(SHAPE, new Selection.Border(211, 317, 90), 4);

        assertThat(ErrorCalculator.calculate(pairs, ONE_THREAD.withThreads(threads)))
                .isEqualTo(ErrorCalculator.calculate(pairs, ONE_THREAD));
    }

    @Test
    void haveTheSameBitsWithASampleAndWithout() {
        TensorPairs pairs = RandomPairs.float32(Shape.of((1 << 22) + 77), new Selection.All(), 5);
        ErrorStatistics sampled = ErrorCalculator.calculate(pairs);

        assertThat(ErrorCalculator.pooled(1, shard -> pairs, ONE_THREAD)).isEqualTo(sampled);
    }

    @Test
    void haveTheSameBitsInShardsThatEndWithAChunk() {
        TensorPairs whole = RandomPairs.float32(Shape.of(300_001), new Selection.All(), 6);
        long[] ends = {0, 8192, 11 * 8192, 29 * 8192, 300_001};

        assertThat(
                        ErrorCalculator.pooled(
                                4,
                                shard -> RandomPairs.part(whole, ends[shard], ends[shard + 1]),
                                ONE_THREAD))
                .isEqualTo(ErrorCalculator.calculate(whole));
    }

    @Test
    void differByRoundingAloneInShardsThatEndElsewhere() {
        TensorPairs whole = RandomPairs.float32(Shape.of(300_001), new Selection.All(), 6);

        ErrorStatistics pooled =
                ErrorCalculator.pooled(
                        7,
                        shard ->
                                RandomPairs.part(
                                        whole, shard * 300_001L / 7, (shard + 1) * 300_001L / 7),
                        ONE_THREAD);

        NaiveErrors.of(whole).assertEqual(pooled);
        ErrorStatistics expected = ErrorCalculator.calculate(whole);
        assertThat(pooled.mismatches()).isEqualTo(expected.mismatches());
        assertThat(pooled.absolute().orElseThrow().p999())
                .isEqualTo(expected.absolute().orElseThrow().p999());
    }

    @Test
    void ofADataSetHaveTheSameBitsHoweverItIsDividedAndInWhateverOrder() {
        List<TensorPairs> images =
                IntStream.range(0, 40)
                        .mapToObj(i ->
                                RandomPairs.float32(Shape.of(3, 50, 61 + i), new Selection.All(), i)
                                        .startingAt(100_000L * i))
                        .toList();
        ErrorStatistics expected =
                ErrorCalculator.pooled(40, images::get, ErrorSettings.standard());

        assertThat(inShards(images, 1)).isEqualTo(expected);
        assertThat(inShards(images, 7)).isEqualTo(expected);
        assertThat(inShards(images.reversed(), 3)).isEqualTo(expected);
        assertThat(expected.worst().getFirst().index()).isGreaterThan(100_000);
    }

    private static ErrorStatistics inShards(List<TensorPairs> images, int shards) {
        ErrorRound round = ErrorRound.first(MismatchTolerance.STANDARD);
        while (true) {
            ErrorAccumulator all = round.accumulator();
            for (int shard = 0; shard < shards; shard++) {
                ErrorAccumulator part = round.accumulator();
                for (int i = shard; i < images.size(); i += shards) {
                    part.add(images.get(i));
                }
                all.merge(part);
            }
            switch (round.conclude(all)) {
                case ErrorRound.Next.Reading(ErrorRound next) -> round = next;
                case ErrorRound.Next.Done(ErrorStatistics statistics) -> {
                    return statistics;
                }
            }
        }
    }
}
