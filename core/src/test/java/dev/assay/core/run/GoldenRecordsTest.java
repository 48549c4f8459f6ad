package dev.assay.core.run;

import static dev.assay.core.run.RunFixtures.CASE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import dev.assay.core.Golden;
import dev.assay.core.format.JsonLines;
import dev.assay.core.verdict.Acceptance;
import dev.assay.core.verdict.BaselineRow;
import dev.assay.core.verdict.RunVerdict;
import dev.assay.core.verdict.SpeedVerdict;
import dev.assay.core.verdict.VerdictFiles;
import dev.assay.core.verdict.VerdictFixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Seals the files that other tools read.
class GoldenRecordsTest {
    @TempDir Path folder;
    private RunDirectory run = new RunDirectory(Path.of("run"));

    @BeforeEach
    void place() {
        run = new RunDirectory(folder);
    }

    @Test
    void measurementsBeginWithSchemaAndCase() throws IOException {
        run.append(
                new MeasurementRow(
                        CASE,
                        0,
                        new Outcome.Measured(
                                RunFixtures.measurement(CASE, 0, 0.5f, 0.25f, 0.75f))));
        run.append(new MeasurementRow(CASE, 1, new Outcome.Failed(ErrorKind.INFERENCE, "crash")));
        run.append(new MeasurementRow(CASE, 0, new Outcome.Skipped("no FP8")));

        List<String> lines = Files.readAllLines(folder.resolve("measurements.jsonl"));
        assertThat(lines)
                .allSatisfy(line ->
                        assertThat(line)
                                .startsWith(
                                        "{\"schema\":\"assay.measurement/1\",\"case\":\""
                                                + CASE
                                                + "\",\"fork\":"));
        matches("measurements.jsonl");
    }

    @Test
    void accuracyBeginsWithSchemaAndCase() throws IOException {
        run.append(
                new AccuracyRow(
                        CASE,
                        RunFixtures.compared(
                                List.of(RunFixtures.result("full")),
                                List.of(RunFixtures.result("timed fork 1", "relL2 too large")))));
        run.append(new AccuracyRow(CASE, new AccuracyOutcome.Unchecked("no references")));

        assertThat(Files.readString(folder.resolve("accuracy.jsonl")))
                .startsWith("{\"schema\":\"assay.accuracy/1\",\"case\":\"" + CASE + "\",");
        matches("accuracy.jsonl");
    }

    /// Written before there were scores and histograms.
    @Test
    void readsComparisonsOfOlderVersions() throws IOException {
        Files.writeString(folder.resolve("accuracy.jsonl"), Golden.read("accuracy-0.1.jsonl"));

        assertThat(run.accuracy().getFirst().outcome())
                .isInstanceOfSatisfying(
                        AccuracyOutcome.Compared.class,
                        compared -> {
                            assertThat(compared.results()).hasSize(1);
                            assertThat(compared.scores()).isEmpty();
                            assertThat(compared.errors()).isEmpty();
                        });
    }

    @Test
    void verdictsBeginWithSchemaAndCase() throws IOException {
        new VerdictFiles(run)
                .write(
                        List.of(
                                VerdictFixtures.measured(
                                        CASE, Optional.of(VerdictFixtures.UNCHANGED)),
                                VerdictFixtures.measured(
                                        CASE,
                                        Optional.of(
                                                SpeedVerdict.invalid("UNSTEADY", "it drifts")))),
                        new RunVerdict(RunVerdict.SCHEMA, 0, "All is well.", List.of("a notice")));

        assertThat(Files.readString(folder.resolve("verdicts.jsonl")))
                .startsWith("{\"schema\":\"assay.verdict/1\",\"case\":\"" + CASE + "\",");
        matches("verdicts.jsonl");
        matches("verdict.json");
    }

    @Test
    void runAndEnvironmentBeginWithTheirSchema() throws IOException {
        run.writeInfo(RunFixtures.INFO.finish(Instant.parse("2026-11-21T10:17:30Z"), 0));
        run.writeEnvironment(RunFixtures.HOST);

        matches("run.json");
        matches("environment.json");
    }

    @Test
    void baselinesBeginWithSchemaAndCase() throws IOException {
        JsonLines.append(
                folder.resolve("baseline.jsonl"),
                new BaselineRow(
                        BaselineRow.SCHEMA,
                        CASE,
                        MeasurementBoundary.HOST_END_TO_END,
                        "run-1",
                        List.of(0.01, 0.0102),
                        "bb22"));
        JsonLines.append(
                folder.resolve("accept.jsonl"),
                new Acceptance(
                        Acceptance.SCHEMA,
                        Instant.parse("2026-11-21T10:20:00Z"),
                        "someone",
                        "run-1",
                        1,
                        "first baseline"));

        matches("baseline.jsonl");
        matches("accept.jsonl");
    }

    private void matches(String name) throws IOException {
        Golden.assertMatches(name, Files.readString(folder.resolve(name)));
    }
}
