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
import dev.assay.core.run.MeasurementRow;
import dev.assay.core.run.Outcome.Measured;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.run.RunFixtures;
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
