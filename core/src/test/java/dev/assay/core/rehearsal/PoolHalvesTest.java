package dev.assay.core.rehearsal;

import static dev.assay.core.Failures.assertFails;
import static dev.assay.core.run.RunFixtures.CASE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import dev.assay.core.comparison.ComparisonPlan;
import dev.assay.core.comparison.SideForks;
import dev.assay.core.comparison.Subject;
import dev.assay.core.comparison.Turn;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.run.Measurement;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.run.MeasurementRow;
import dev.assay.core.run.Outcome.Measured;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.run.RunFixtures;
import dev.assay.core.run.SampleSummary;
import dev.assay.core.run.Timing;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolHalvesTest {
    @TempDir Path folder;

    private RunDirectory pools;

    @BeforeEach
    void begin() {
        pools = new RunDirectory(folder.resolve("pools"));
        pools.writeInfo(RunFixtures.INFO);
        pools.writeEnvironment(RunFixtures.HOST);
        AtomicFile.write(pools.suiteFile(), "schema: assay.suite/1\n");
        Subject subject = new Subject(Map.of());
        PoolPlan.of(subject, List.of(subject), 1, 5, 5).write(pools);
    }

    @Test
    void givesValidForksToTheSidesInTurn() {
        record(0, List.of(), 10);
        record(1, List.of("not steady"), 99);
        record(2, List.of(), 20);
        record(3, List.of(), 30);
        record(4, List.of(), 40);
        record(5, List.of(), 50);

        RunDirectory run = PoolHalves.compare(pools, folder.resolve("halves"), 0.015);

        assertThat(seconds(ComparisonPlan.reference(run))).containsExactly(10.0, 30.0);
        assertThat(seconds(run)).containsExactly(20.0, 40.0);
        assertThat(Turn.of(run)).hasSize(2);
        assertThat(ComparisonPlan.find(run).orElseThrow().margin()).isEqualTo(0.015);
        assertThat(run.environment()).contains(RunFixtures.HOST);
    }

    @Test
    void takesTheSamplesOfEveryBoundaryAlong() {
        for (int fork = 0; fork < 4; fork++) {
            Measurement measured = RunFixtures.measurement(CASE, fork, 10);
            List<Timing> timings = List.of(measured.primary(), launch(measured, fork));
            pools.append(new MeasurementRow(CASE, fork, new Measured(with(measured, timings))));
            timings.forEach(
                    it -> AtomicFile.write(pools.root().resolve(it.samples().file()), new byte[4]));
        }

        RunDirectory run = PoolHalves.compare(pools, folder.resolve("halves"), 0.015);

        for (RunDirectory side : List.of(run, ComparisonPlan.reference(run))) {
            assertThat(side.measurements())
                    .flatExtracting(it -> ((Measured) it.outcome()).measurement().timings())
                    .hasSize(4)
                    .allSatisfy(
                            it -> assertThat(side.root().resolve(it.samples().file())).exists());
        }
    }

    @Test
    void refusesTooFewForksAndRunsWithoutPools() {
        record(0, List.of(), 10);
        record(1, List.of(), 10);
        record(2, List.of(), 10);
        Path out = folder.resolve("halves");
        assertFails(ErrorKind.CONFIG, () -> PoolHalves.compare(pools, out, 0.03))
                .withMessageContaining("fewer than four valid forks");
        assertFails(
                        ErrorKind.CONFIG,
                        () ->
                                PoolHalves.compare(
                                        new RunDirectory(folder.resolve("other")), out, 0.03))
                .withMessageContaining("holds no pools");
    }

    private static Timing launch(Measurement measured, int fork) {
        MeasurementBoundary boundary = MeasurementBoundary.ENQUEUE;
        return new Timing(
                boundary,
                SampleSummary.of(
                        RunDirectory.samplesFile(CASE, boundary, fork), new float[] {1e-5f}, 0),
                measured.primary().warmUp());
    }

    private static Measurement with(Measurement measured, List<Timing> timings) {
        return new Measurement(
                measured.engine(),
                timings,
                measured.flow(),
                measured.jmhScoreSeconds(),
                measured.stopReason(),
                measured.outputs(),
                measured.host(),
                measured.device(),
                measured.validity(),
                measured.notes());
    }

    private void record(int fork, List<String> invalid, float seconds) {
        pools.append(
                new MeasurementRow(
                        CASE,
                        fork,
                        new Measured(RunFixtures.measurement(CASE, fork, invalid, seconds))));
    }

    private static List<Double> seconds(RunDirectory run) {
        return SideForks.validSeconds(run).getOrDefault(CASE, List.of());
    }
}
