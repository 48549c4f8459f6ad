package dev.assay.core.run;

import static dev.assay.core.Failures.assertFails;
import static dev.assay.core.run.RunFixtures.CASE;
import static dev.assay.core.run.RunFixtures.caseId;
import static dev.assay.core.run.RunFixtures.measure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.ErrorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaseSummariesTest {
    @TempDir Path folder;
    private RunDirectory run = new RunDirectory(Path.of("run"));

    @BeforeEach
    void place() {
        run = new RunDirectory(folder);
    }

    @Test
    void takesTheMedianOfTheForksMedians() {
        measure(run, CASE, 0, 1, 2, 9);
        measure(run, CASE, 1, 4, 4, 4, 4, 4);
        measure(run, CASE, 2, 3);

        CaseSummary summary = summary();

        assertThat(summary.forks()).containsExactly(0, 1, 2);
        assertThat(summary.forkMedianSeconds()).containsExactly(2.0, 4.0, 3.0);
        assertThat(summary.medianSeconds()).isEqualTo(3);
        assertThat(summary.forkSpread()).hasValue(1);
    }

    /// No other process confirms it.
    @Test
    void hasNoSpreadOfOneFork() {
        measure(run, CASE, 0, 1, 2, 9);

        assertThat(summary().forkSpread()).isEmpty();
    }

    @Test
    void poolsTheQueriesOfAllForks() {
        measure(run, CASE, 0, 1, 2, 9);
        measure(run, CASE, 1, 4, 4);

        CaseSummary summary = summary();

        assertThat(summary.samples()).isEqualTo(5);
        assertThat(summary.minSeconds()).isEqualTo(1);
        assertThat(summary.maxSeconds()).isEqualTo(9);
        assertThat(summary.meanSeconds()).isCloseTo(4, within(1e-12));
        assertThat(summary.queriesPerSecond()).isCloseTo(0.25, within(1e-12));
        assertThat(summary.imagesPerSecond()).isCloseTo(0.5, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({
        "63, false, false, false",
        "64, true, false, false",
        "129, true, false, false",
        "130, true, true, false",
        "661, true, true, false",
        "662, true, true, true"
    })
    void hasPercentilesOnlyWhereEnoughSamplesExist(
            int samples, boolean p90, boolean p95, boolean p99) {
        int first = samples / 2;
        measure(run, CASE, 0, ramp(0, first));
        measure(run, CASE, 1, ramp(first, samples));

        CaseSummary summary = summary();

        assertThat(summary.p90Seconds().isPresent()).isEqualTo(p90);
        assertThat(summary.p95Seconds().isPresent()).isEqualTo(p95);
        assertThat(summary.p99Seconds().isPresent()).isEqualTo(p99);
        summary.p90Seconds()
                .ifPresent(it -> assertThat(it).isCloseTo(0.9 * (samples - 1), within(1e-9)));
        summary.p99Seconds()
                .ifPresent(it -> assertThat(it).isCloseTo(0.99 * (samples - 1), within(1e-9)));
    }

    @Test
    void ordersForksByTheirNumber() {
        measure(run, CASE, 1, 5);
        measure(run, CASE, 0, 7);

        assertThat(summary().forks()).containsExactly(0, 1);
        assertThat(summary().forkMedianSeconds()).containsExactly(7.0, 5.0);
    }

    @Test
    void saysWhichForkIsInvalidAndWhy() {
        measure(run, CASE, 0, 1);
        measure(run, CASE, 1, List.of("drifts by 9 %", "the samples were full"), 2);

        CaseSummary summary = summary();

        assertThat(summary.invalidReasons())
                .containsExactly("fork 1: drifts by 9 %", "fork 1: the samples were full");
    }

    @Test
    void leavesOutWhatWasNotMeasured() {
        measure(run, caseId(10), 0, 1);
        measure(run, caseId(2), 0, 1);
        run.append(new MeasurementRow(caseId(4), 0, new Outcome.Skipped("no FP8")));
        run.append(
                new MeasurementRow(caseId(8), 0, new Outcome.Failed(ErrorKind.INFERENCE, "crash")));

        assertThat(CaseSummaries.of(run).keySet()).containsExactly(caseId(2), caseId(10));
    }

    @Test
    void namesTheFileOfSamplesThatIsMissing() throws IOException {
        measure(run, CASE, 0, 1);
        String file = RunDirectory.samplesFile(CASE, MeasurementBoundary.HOST_END_TO_END, 0);
        Files.delete(folder.resolve(file));

        assertFails(ErrorKind.ENVIRONMENT, () -> CaseSummaries.of(run)).withMessageContaining(file);
    }

    private CaseSummary summary() {
        return Objects.requireNonNull(CaseSummaries.of(run).get(CASE));
    }

    /// from, from + 1, … to - 1
    private static float[] ramp(int from, int to) {
        float[] values = new float[to - from];
        for (int i = 0; i < values.length; i++) {
            values[i] = from + i;
        }
        return values;
    }
}
