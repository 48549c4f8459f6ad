package dev.assay.core.run;

import static dev.assay.core.Failures.assertFails;
import static dev.assay.core.run.RunFixtures.CASE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import dev.assay.core.verdict.RunVerdict;
import dev.assay.core.verdict.SpeedVerdict;
import dev.assay.core.verdict.VerdictFiles;
import dev.assay.core.verdict.VerdictFixtures;
import dev.assay.core.verdict.VerdictRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
    @TempDir Path folder;
    private RunDirectory run = new RunDirectory(Path.of("run"));

    @BeforeEach
    void place() {
        run = new RunDirectory(folder.resolve("runs/one"));
    }

    @Test
    void hasNothingBeforeAStageWrote() {
        assertThat(run.info()).isEmpty();
        assertThat(run.environment()).isEmpty();
        assertThat(run.measurements()).isEmpty();
        assertThat(run.accuracy()).isEmpty();
        assertThat(new VerdictFiles(run).rows()).isEmpty();
        assertThat(new VerdictFiles(run).verdict()).isEmpty();
    }

    @Test
    void keepsWhatTheRunIs() {
        run.writeInfo(RunFixtures.INFO);
        assertThat(run.info()).contains(RunFixtures.INFO);

        RunInfo finished = RunFixtures.INFO.finish(Instant.parse("2026-11-21T10:17:30.5Z"), 4);
        run.writeInfo(finished);
        assertThat(run.info()).contains(finished);
        assertThat(finished.exitCode()).contains(4);
    }

    @Test
    void keepsTheEnvironment() {
        run.writeEnvironment(RunFixtures.HOST);

        assertThat(run.environment()).contains(RunFixtures.HOST);
    }

    @Test
    void keepsEveryOutcomeOfAMeasurement() {
        List<MeasurementRow> rows =
                List.of(
                        new MeasurementRow(
                                CASE,
                                0,
                                new Outcome.Measured(RunFixtures.measurement(CASE, 0, 1, 2, 3))),
                        new MeasurementRow(
                                CASE,
                                1,
                                new Outcome.Measured(
                                        RunFixtures.measurement(
                                                CASE, 1, List.of("drifts by 9 %"), 1))),
                        new MeasurementRow(
                                CASE, 2, new Outcome.Failed(ErrorKind.INFERENCE, "line\nbreak")),
                        new MeasurementRow(CASE, 0, new Outcome.Skipped("no FP8")));

        rows.forEach(run::append);

        assertThat(run.measurements()).isEqualTo(rows);
    }

    @Test
    void keepsEveryOutcomeOfAComparison() {
        AccuracyResult equal =
                new AccuracyResult(
                        "image",
                        "full",
                        RunFixtures.statistics(new float[] {1, 2}, new float[] {1, 2}),
                        List.of());
        AccuracyResult undefined =
                new AccuracyResult(
                        "image",
                        "border",
                        RunFixtures.statistics(new float[] {Float.NaN}, new float[] {1}),
                        List.of("1 non-finite value"));
        List<AccuracyRow> rows =
                List.of(
                        new AccuracyRow(
                                CASE, RunFixtures.compared(List.of(equal), List.of(undefined))),
                        new AccuracyRow(CASE, new AccuracyOutcome.Unchecked("no references")),
                        new AccuracyRow(CASE, new AccuracyOutcome.Skipped("not measured")),
                        new AccuracyRow(
                                CASE, new AccuracyOutcome.Failed(ErrorKind.DATA, "wrong shape")));
        assertThat(equal.statistics().sqnrDb()).hasValue(Double.POSITIVE_INFINITY);

        rows.forEach(run::append);

        assertThat(run.accuracy()).isEqualTo(rows);
        run.clearAccuracy();
        assertThat(run.accuracy()).isEmpty();
    }

    @Test
    void keepsVerdicts() {
        List<VerdictRow> rows =
                List.of(
                        VerdictFixtures.measured(CASE, Optional.of(VerdictFixtures.UNCHANGED)),
                        VerdictFixtures.measured(
                                CASE, Optional.of(SpeedVerdict.invalid("UNSTEADY", "drifts"))),
                        VerdictFixtures.measured(CASE, Optional.empty()));
        RunVerdict verdict =
                new RunVerdict(RunVerdict.SCHEMA, 1, "It is slower.", List.of("a notice"));

        new VerdictFiles(run).write(rows, verdict);

        assertThat(new VerdictFiles(run).rows()).isEqualTo(rows);
        assertThat(new VerdictFiles(run).verdict()).contains(verdict);
    }

    @Test
    void opensOnlyARunDirectory() throws IOException {
        assertFails(ErrorKind.CONFIG, () -> RunDirectory.open(folder.resolve("none")))
                .withMessageContaining("There is no run directory");
        assertFails(ErrorKind.CONFIG, () -> RunDirectory.open(folder))
                .withMessageContaining("it has no run.json");

        run.writeInfo(RunFixtures.INFO);
        Path latest = Files.createSymbolicLink(folder.resolve("runs/latest"), Path.of("one"));

        assertThat(RunDirectory.open(latest).root()).isEqualTo(run.root().toRealPath());
    }

    @Test
    void namesTheFileThatIsDamaged() throws IOException {
        run.writeEnvironment(RunFixtures.HOST);
        Files.writeString(run.root().resolve("environment.json"), "{\"schema\":");

        assertFails(ErrorKind.DATA, run::environment)
                .withMessageContaining(run.root().resolve("environment.json") + ":1");
    }

    @Test
    void refusesWholeFilesOfANewerMajorVersion() throws IOException {
        run.writeInfo(RunFixtures.INFO);
        Path file = run.root().resolve("run.json");
        Files.writeString(file, Files.readString(file).replace("assay.run/1", "assay.run/2"));

        assertFails(ErrorKind.DATA, run::info)
                .withMessageContaining("assay.run/2")
                .withMessageContaining("assay.run/1");
    }

    @Test
    void placesItsFilesWhereTheDesignSays() {
        assertThat(run.suiteFile()).isEqualTo(run.root().resolve("suite.yml"));
        assertThat(run.log()).isEqualTo(run.root().resolve("log.txt"));
        assertThat(run.report()).isEqualTo(run.root().resolve("report"));
        assertThat(RunDirectory.samplesFile(CASE, MeasurementBoundary.HOST_END_TO_END, 3))
                .isEqualTo("samples/" + CASE + "/host_end_to_end.fork03.f32");
        assertThat(RunDirectory.outputFile(CASE, 1, 12))
                .isEqualTo("samples/" + CASE + "/output1.fork12.f32");
    }
}
