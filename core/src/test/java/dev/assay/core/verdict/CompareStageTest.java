package dev.assay.core.verdict;

import static dev.assay.core.Failures.assertFails;
import static dev.assay.core.run.RunFixtures.CASE;
import static dev.assay.core.run.RunFixtures.HOST;
import static dev.assay.core.run.RunFixtures.caseId;
import static dev.assay.core.run.RunFixtures.compared;
import static dev.assay.core.run.RunFixtures.measure;
import static dev.assay.core.run.RunFixtures.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import dev.assay.core.history.History;
import dev.assay.core.run.AccuracyRow;
import dev.assay.core.run.EngineIdentity;
import dev.assay.core.run.Environment;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.run.RunFixtures;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareStageTest {
    private static final Environment OTHER =
            new Environment(Map.of("cpu", "Made-up 8000", "cores", "2"), Map.of(), Map.of());

    @TempDir Path folder;
    private RunDirectory run = new RunDirectory(Path.of("run"));
    private Baselines baselines = new Baselines(Path.of("baselines"));

    @BeforeEach
    void measureOneCase() {
        run = new RunDirectory(folder.resolve("runs/one"));
        baselines = new Baselines(folder.resolve("baselines"));
        run.writeEnvironment(HOST);
        measure(run, CASE, 0, 0.010f, 0.011f);
        measure(run, CASE, 1, 0.010f, 0.011f);
        run.append(new AccuracyRow(CASE, compared(List.of(result("full")), List.of())));
    }

    @Test
    void isCleanWithANoticeWithoutABaseline() {
        RunVerdict verdict = decide();

        assertThat(verdict.exitCode()).isEqualTo(Exit.CLEAN);
        assertThat(verdict.notices())
                .singleElement()
                .asString()
                .contains("No baseline yet for environment " + HOST.id().shortForm())
                .contains("accept it");
        assertThat(new VerdictFiles(run).rows().getFirst().speed()).isEmpty();
    }

    @Test
    void writesWhatItDecided() {
        RunVerdict verdict = decide();

        assertThat(new VerdictFiles(run).verdict()).contains(verdict);
        assertThat(new VerdictFiles(run).rows())
                .singleElement()
                .returns(AccuracyStanding.PASSED, VerdictRow::accuracy);
    }

    @Test
    void comparesWithTheBaselineOfThisEnvironment() {
        accept(HOST, 0.0105, 0.0105);

        RunVerdict verdict = decide();

        assertThat(verdict.exitCode()).isEqualTo(Exit.CLEAN);
        assertThat(new VerdictFiles(run).rows().getFirst().speed())
                .map(SpeedVerdict::reason)
                .contains("HISTORY");
        History history = History.of(baselines.root(), HOST);
        VerdictFixtures.sessions(
                        CASE, 0.0105, 0.0105, 0.0105, 0.0105, 0.0105, 0.0105, 0.0105, 0.0106)
                .values()
                .forEach(rows ->
                        rows.forEach(
                                row -> history.record(row.run(), row.when(), HOST, List.of(row))));

        assertThat(decide().notices()).isEmpty();
        assertThat(new VerdictFiles(run).rows().getFirst().speed())
                .map(SpeedVerdict::verdict)
                .contains(Verdict.UNCHANGED);
    }

    /// Every field of a case's engine, as {@link CaseFields} has them.
    @Test
    void refusesABaselineOfAnotherEngineByField() {
        EngineIdentity engine = RunFixtures.measurement(CASE, 0, 0.01f).engine();
        Map<String, String> fields = CaseFields.of(engine);
        assertThat(fields)
                .containsKeys("engine.version", "engine.library", "model.sha256", "engine.cores");
        for (String field : fields.keySet()) {
            Map<String, String> other = new TreeMap<>(fields);
            other.put(field, "something else");
            accept(
                    HOST,
                    new BaselineRow(
                            BaselineRow.SCHEMA,
                            CASE,
                            MeasurementBoundary.HOST_END_TO_END,
                            "run-1",
                            List.of(0.01, 0.01),
                            "aa",
                            Optional.of(other)));

            RunVerdict verdict = decide();

            assertThat(verdict.exitCode()).as(field).isEqualTo(Exit.REFUSED);
            assertThat(verdict.notices()).anyMatch(it -> it.contains(field + " is '"));
            assertThat(
                            new CompareStage(run, baselines, "accept it", Set.of(field), false)
                                    .decide(List.of(CASE))
                                    .exitCode())
                    .as("%s is what is compared", field)
                    .isEqualTo(Exit.CLEAN);
        }
    }

    @Test
    void saysWhichSubjectsPermitNothing() {
        accept(HOST, 0.0105, 0.0105);
        String identity = HOST.identity().keySet().iterator().next();

        RunVerdict verdict =
                new CompareStage(
                                run,
                                baselines,
                                "accept it",
                                Set.of("engine.version", "engine.versoin", identity),
                                false)
                        .decide(List.of(CASE));

        assertThat(verdict.notices())
                .filteredOn(it -> it.startsWith("--subject"))
                .containsExactlyInAnyOrder(
                        "--subject engine.versoin is no field of this run or its baseline (did you"
                                + " mean 'engine.version'?)",
                        "--subject "
                                + identity
                                + " permits nothing: it is part of what an environment is, whose"
                                + " speeds are never judged by another's; `ab` measures both in"
                                + " one session");
    }

    @Test
    void refusesABaselineThatIsOnlyForOtherEnvironments() {
        accept(OTHER, 0.0105, 0.0105);

        RunVerdict verdict = decide();

        assertThat(verdict.exitCode()).isEqualTo(Exit.REFUSED);
        assertThat(verdict.notices())
                .containsExactly(
                        "A baseline exists for another environment, "
                                + OTHER.id().shortForm()
                                + ": cpu is 'Made-up 9000', was 'Made-up 8000'");
        assertThat(new VerdictFiles(run).verdict()).contains(verdict);
    }

    @Test
    void ranksTheRefusalAboveARegression() {
        accept(OTHER, 0.0105, 0.0105);
        run.append(new AccuracyRow(CASE, compared(List.of(result("full", "NaN")), List.of())));

        RunVerdict verdict = decide();

        assertThat(verdict.exitCode()).isEqualTo(Exit.REFUSED);
        assertThat(verdict.sentence()).contains("has wrong outputs");
    }

    @Test
    void takesTheLatestComparisonOfACase() {
        run.append(new AccuracyRow(CASE, compared(List.of(result("full", "NaN")), List.of())));

        assertThat(decide().exitCode()).isEqualTo(Exit.REGRESSION);
    }

    @Test
    void listsACaseThatTheRunNeverReached() {
        RunVerdict verdict =
                new CompareStage(run, baselines, "accept it").decide(List.of(CASE, caseId(16)));

        assertThat(new VerdictFiles(run).rows()).hasSize(2);
        assertThat(verdict.sentence()).isEqualTo("1 case was not measured.");
        assertThat(verdict.exitCode()).isEqualTo(Exit.CASES_FAILED);
    }

    @Test
    void needsTheEnvironmentOfTheRun() {
        RunDirectory empty = new RunDirectory(folder.resolve("runs/two"));

        assertFails(
                        ErrorKind.DATA,
                        () -> new CompareStage(empty, baselines, "accept it").decide(List.of(CASE)))
                .withMessageContaining("has no environment.json");
    }

    private RunVerdict decide() {
        return new CompareStage(run, baselines, "accept it").decide(List.of(CASE));
    }

    private void accept(Environment environment, double... forkMedians) {
        accept(environment, VerdictFixtures.baseline(CASE, forkMedians));
    }

    private void accept(Environment environment, BaselineRow row) {
        baselines.accept(
                environment,
                List.of(row),
                new Acceptance(Acceptance.SCHEMA, Instant.EPOCH, "someone", "run-1", 1, "why"));
    }
}
