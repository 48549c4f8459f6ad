package dev.assay.core.verdict;

import static dev.assay.core.Failures.assertFails;
import static dev.assay.core.run.RunFixtures.HOST;
import static dev.assay.core.run.RunFixtures.caseId;
import static dev.assay.core.verdict.VerdictFixtures.baseline;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import dev.assay.core.format.JsonLines;
import dev.assay.core.run.Environment;
import dev.assay.core.verdict.Baselines.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselinesTest {
    private static final Acceptance FIRST = acceptance("first baseline");

    private static final Environment OTHER =
            new Environment(
                    Map.of("cpu", "Made-up 8000", "cores", "2", "gpu", "none"), Map.of(), Map.of());

    @TempDir Path folder;
    private Baselines baselines = new Baselines(Path.of("baselines"));

    @BeforeEach
    void place() {
        baselines = new Baselines(folder.resolve("baselines"));
    }

    @Test
    void hasNoneBeforeOneIsAccepted() throws IOException {
        assertThat(baselines.find(HOST)).isEqualTo(new Found.None());

        Files.createDirectories(folder.resolve("baselines/something-else"));
        assertThat(baselines.find(HOST)).isEqualTo(new Found.None());
    }

    @Test
    void findsWhatWasAcceptedForThisEnvironment() {
        List<BaselineRow> rows = List.of(baseline(caseId(1), 1, 2), baseline(caseId(2), 3, 4));

        baselines.accept(HOST, rows, FIRST);

        assertThat(baselines.find(HOST)).isEqualTo(new Found.Baseline(rows));
    }

    @Test
    void refusesAnotherContextByFieldUnlessItIsWhatIsCompared() {
        List<BaselineRow> rows = List.of(baseline(caseId(1), 1));
        baselines.accept(HOST, rows, FIRST);
        Environment newer = new Environment(HOST.identity(), Map.of("jdk", "99"), Map.of());

        assertThat(baselines.find(newer))
                .isEqualTo(new Found.OtherContext(List.of("jdk is '99', was '25'")));
        assertThat(baselines.find(newer, Set.of("jdk"))).isEqualTo(new Found.Baseline(rows));
    }

    @Test
    void dropsRowsOfAnotherContextWhenThisOneIsAccepted() {
        baselines.accept(
                HOST, List.of(baseline(caseId(1), 1, 1), baseline(caseId(2), 2, 2)), FIRST);
        Environment newer = new Environment(HOST.identity(), Map.of("jdk", "99"), Map.of());

        baselines.accept(newer, List.of(baseline(caseId(2), 9, 9)), acceptance("new JDK"));

        assertThat(baselines.find(newer))
                .isEqualTo(new Found.Baseline(List.of(baseline(caseId(2), 9, 9))));
        Path kept =
                folder.resolve("baselines")
                        .resolve(HOST.id().shortForm())
                        .resolve("accepted.jsonl");
        assertThat(JsonLines.read(kept, BaselineRow.SCHEMA, BaselineRow.class)).hasSize(3);
    }

    @Test
    void keepsTheRowsOfOtherCases() {
        baselines.accept(
                HOST, List.of(baseline(caseId(1), 1, 1), baseline(caseId(2), 2, 2)), FIRST);

        baselines.accept(HOST, List.of(baseline(caseId(2), 9, 9)), acceptance("faster kernel"));

        assertThat(baselines.find(HOST))
                .isEqualTo(
                        new Found.Baseline(
                                List.of(baseline(caseId(1), 1, 1), baseline(caseId(2), 9, 9))));
    }

    @Test
    void logsEveryAcceptance() {
        Acceptance second = acceptance("faster kernel");
        baselines.accept(HOST, List.of(baseline(caseId(1), 1)), FIRST);
        baselines.accept(HOST, List.of(baseline(caseId(1), 2)), second);

        Path log =
                folder.resolve("baselines").resolve(HOST.id().shortForm()).resolve("accept.jsonl");
        assertThat(JsonLines.read(log, Acceptance.SCHEMA, Acceptance.class))
                .containsExactly(FIRST, second);
    }

    @Test
    void namesTheFieldsInWhichOtherEnvironmentsDiffer() {
        baselines.accept(OTHER, List.of(baseline(caseId(1), 1)), FIRST);

        assertThat(baselines.find(HOST))
                .isEqualTo(
                        new Found.OnlyForOthers(
                                List.of(
                                        OTHER.id().shortForm()
                                                + ": cpu is 'Made-up 9000', was 'Made-up 8000', gpu"
                                                + " is '(absent)', was 'none'")));
    }

    @Test
    void prefersItsOwnBaselineToOthers() {
        baselines.accept(OTHER, List.of(baseline(caseId(1), 1)), FIRST);
        baselines.accept(HOST, List.of(baseline(caseId(1), 2)), FIRST);

        assertThat(baselines.find(HOST))
                .isEqualTo(new Found.Baseline(List.of(baseline(caseId(1), 2))));
    }

    @Test
    void namesAnEnvironmentFileThatIsMissing() throws IOException {
        baselines.accept(OTHER, List.of(baseline(caseId(1), 1)), FIRST);
        Path file =
                folder.resolve("baselines")
                        .resolve(OTHER.id().shortForm())
                        .resolve("environment.json");
        Files.delete(file);

        assertFails(ErrorKind.ENVIRONMENT, () -> baselines.find(HOST))
                .withMessageContaining(file.toString());
    }

    private static Acceptance acceptance(String reason) {
        return new Acceptance(
                Acceptance.SCHEMA,
                Instant.parse("2026-11-21T10:20:00Z"),
                "someone",
                "run-1",
                1,
                reason);
    }
}
