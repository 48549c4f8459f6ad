package dev.assay.core.history;

import static dev.assay.core.run.RunFixtures.CASE;
import static dev.assay.core.run.RunFixtures.HOST;
import static dev.assay.core.run.RunFixtures.caseId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.run.Environment;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.suite.CaseId;
import dev.assay.core.verdict.VerdictFixtures;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    private static final Instant NOVEMBER = Instant.parse("2026-11-05T02:00:00Z");

    @TempDir Path folder;

    @Test
    void keepsOneFileARunAndNeverChangesIt() {
        History history = History.of(folder, HOST);

        history.record("night", NOVEMBER, HOST, List.of(row(CASE, "night", NOVEMBER, 0.01)));
        history.record("night", NOVEMBER, HOST, List.of(row(CASE, "night", NOVEMBER, 0.02)));

        assertThat(folder.resolve(HOST.id().shortForm()).resolve("history/2026/11/night.jsonl"))
                .isNotEmptyFile();
        assertThat(history.before(Instant.MAX).get(CASE))
                .singleElement()
                .satisfies(it -> assertThat(it.level()).isCloseTo(Math.log(0.01), within(1e-12)));
        assertThat(history.before(NOVEMBER)).isEmpty();
    }

    @Test
    void opensAnEpochWhereTheContextChangesAndNamesTheField() {
        History history = History.of(folder, HOST);
        Environment newer = new Environment(HOST.identity(), Map.of("jdk", "26"), Map.of());

        history.record("one", NOVEMBER, HOST, List.of(row(CASE, "one", NOVEMBER, 0.01)));
        history.record("two", NOVEMBER, HOST, List.of(row(CASE, "two", NOVEMBER, 0.01)));
        history.record("three", NOVEMBER, newer, List.of(row(CASE, "three", NOVEMBER, 0.01)));

        assertThat(history.epochs())
                .extracting(Epoch::changes)
                .containsExactly(List.of("first session"), List.of("jdk: 25 → 26"));
    }

    @Test
    void takesStepsOfLongAgoNotForNoise() {
        List<Double> levels = List.of(1.0, 1.01, 1.0, 1.01, 2.0, 2.01, 2.0, 2.01, 2.0, 2.01);

        // Σ of squares: 8 times 0.01², once 0.99²; by hand.
        assertThat(SessionSpread.of(levels).deviation())
                .isCloseTo(Math.sqrt((8 * 1e-4 + 0.99 * 0.99) / 18), within(1e-12));
        assertThat(SessionSpread.of(levels).degreesOfFreedom()).isCloseTo(6, within(1e-12));
    }

    @Test
    void findsTheNightOfAStepButNoSpike() {
        List<HistoryRow> nights = nights(40, 7);
        for (int i = 25; i < 40; i++) {
            set(nights, i, 1.06);
        }

        Trend trend = Trend.of(nights);

        assertThat(trend.changes())
                .singleElement()
                .satisfies(it -> assertThat(it.index()).isEqualTo(25));
        List<HistoryRow> spiked = nights(40, 7);
        set(spiked, 12, 1.3);
        assertThat(Trend.of(spiked).changes()).isEmpty();
    }

    @Test
    void findsADriftThatNoSingleNightShows() {
        List<HistoryRow> nights = nights(60, 3);
        for (int i = 0; i < 60; i++) {
            set(nights, i, 1 + 0.0008 * i);
        }

        assertThat(Trend.of(nights).drift().orElseThrow()).isCloseTo(0.047, within(0.01));
        assertThat(Trend.of(nights(60, 3)).drift()).isEmpty();
        assertThat(Trend.of(nights(60, 3)).changes()).isEmpty();
    }

    @Test
    void tellsAnEventOfTheMachineFromAChangeOfFewCases() {
        Map<CaseId, List<HistoryRow>> before = new HashMap<>();
        List<HistoryRow> all = new ArrayList<>();
        List<HistoryRow> few = new ArrayList<>();
        for (int batch = 1; batch <= 12; batch++) {
            CaseId id = caseId(batch);
            before.putAll(VerdictFixtures.sessions(id, 1, 1.001, 1, 0.999, 1, 1.001, 1, 0.999, 1));
            all.add(row(id, "now", NOVEMBER, 1.08));
            few.add(row(id, "now", NOVEMBER, batch <= 9 ? 1.08 : 1));
        }

        assertThat(CommonMode.find(before, all)).contains("12 of 12 cases became slower at once");
        assertThat(CommonMode.find(before, few)).isEmpty();
    }

    private static List<HistoryRow> nights(int count, long seed) {
        Random random = new Random(seed);
        List<HistoryRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(row(CASE, "night", NOVEMBER, 0.01 * (1 + 0.003 * random.nextGaussian())));
        }
        return rows;
    }

    private static void set(List<HistoryRow> rows, int index, double factor) {
        rows.set(
                index,
                row(
                        CASE,
                        "night",
                        NOVEMBER,
                        rows.get(index).forkMedianSeconds().getFirst() * factor));
    }

    private static HistoryRow row(CaseId id, String run, Instant when, double seconds) {
        return new HistoryRow(
                HistoryRow.SCHEMA,
                id,
                MeasurementBoundary.HOST_END_TO_END,
                run,
                when,
                "context",
                List.of(seconds),
                "Replay 1",
                "aa");
    }
}
