package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.comparison.ComparisonPlan;
import dev.assay.core.comparison.Turn;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.verdict.Exit;
import dev.assay.core.verdict.Verdict;
import dev.assay.core.verdict.VerdictFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `ab` and what belongs to it, as a user runs them, on the replay engine.
class ComparisonPipelineTest {
    @TempDir Path folder;

    private Assay assay;

    @BeforeEach
    void makeSuite() {
        new ReplaySuite(folder).suite(30_000, "", "[1]");
        assay = new Assay(folder);
    }

    /// Four times slower, and by queries so long that a fork is not judged for steadiness: no noise
    /// of a busy machine hides or makes that.
    @Test
    void callsACandidateThatIsFourTimesSlowerARegressionAndGivesTheSameBytesAgain()
            throws Exception {
        Assay.Result result =
                assay.run(
                        "ab",
                        "--suite=suite.yml",
                        "--effort=trial",
                        "--screen=0",
                        "--forks=4",
                        "--b=delay-us=120000",
                        "--out=ab");

        assertThat(result.exitCode()).as(result.output()).isEqualTo(Exit.REGRESSION);
        assertThat(result.output()).contains("REGRESSED    toy 3x8x10 b1 replay fp32");
        assertThat(result.output().lines().filter(it -> it.startsWith(" ")))
                .allMatch(it -> it.length() <= 80);
        RunDirectory run = RunDirectory.open(folder.resolve("ab"));
        assertThat(new VerdictFiles(run).rows().getFirst().speed().orElseThrow().verdict())
                .isEqualTo(Verdict.REGRESSED);
        List<Turn.Side> firsts = Turn.of(run).stream().map(Turn::first).toList();
        // Where the machine disturbs a fork, its turn is taken once more at the end.
        assertThat(firsts).hasSizeGreaterThanOrEqualTo(4);
        assertThat(firsts.subList(0, 4)).doesNotContainSequence(Turn.Side.A, Turn.Side.A);
        assertThat(ComparisonPlan.reference(run).measurements()).hasSizeGreaterThanOrEqualTo(4);
        Path page = folder.resolve("ab/report/index.html");
        assertThat(Files.readString(page)).contains("REGRESSED").contains("delay-us=120000");

        byte[] verdicts = Files.readAllBytes(folder.resolve("ab/verdicts.jsonl"));
        byte[] report = Files.readAllBytes(page);
        assertThat(assay.run("compare", "ab").exitCode()).isEqualTo(Exit.REGRESSION);
        assay.run("report", "ab");
        assertThat(folder.resolve("ab/verdicts.jsonl")).hasBinaryContent(verdicts);
        assertThat(page).hasBinaryContent(report);

        assertThat(assay.run("rehearse", "ab", "--forks=2", "--resamples=3").output())
                .contains("a against b (delay-us=120000): 3 resamples of 2 forks a side");
    }

    @Tag("long")
    @Test
    void recordsPoolsAndRehearsesWithThem() throws Exception {
        Assay.Result result =
                assay.run(
                        "pools",
                        "--suite=suite.yml",
                        "--effort=trial",
                        "--reference-forks=4",
                        "--forks=2",
                        "--candidate=slowdown=4",
                        "--out=pools");

        assertThat(result.exitCode()).as(result.output()).isEqualTo(Exit.CLEAN);
        RunDirectory run = RunDirectory.open(folder.resolve("pools"));
        assertThat(run.measurements()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(Files.readString(folder.resolve("pools/1/measurements.jsonl")))
                .contains("busy for 4.0 of each query's time");
        assertThat(assay.run("rehearse", "pools", "--forks=2", "--resamples=3").output())
                .contains("a against a (as the suite says): 3 resamples of 2 forks a side")
                .contains("a against b (slowdown=4): 3 resamples");
        assertThat(assay.run("calibrate", "--pools=pools").output())
                .contains("Kept for 1 cases of environment")
                .contains("pools/calibration/report/index.html");
    }

    @Tag("long")
    @Test
    void calibratesASuiteAgainstItself() throws Exception {
        Assay.Result result =
                assay.run("calibrate", "--suite=suite.yml", "--effort=trial", "--forks=2");

        assertThat(result.exitCode()).as(result.output()).isEqualTo(Exit.CLEAN);
        assertThat(result.output()).contains("Kept for 1 cases of environment");
        try (var found = Files.walk(folder.resolve(".assay/baselines"))) {
            assertThat(found).anyMatch(it -> it.endsWith("calibration.jsonl"));
        }
    }

    @Test
    void namesTheOptionsThatThereAre() throws Exception {
        Assay.Result result = assay.run("ab", "--suite=suite.yml", "--b=threads=2");

        assertThat(result.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(result.output()).contains("has the option 'threads'; there are [delay-us, dist");
    }

    @Test
    void beginsNoRunForASubjectThatIsNotThere() throws Exception {
        Assay.Result result = assay.run("ab", "--suite=suite.yml", "--a=dist=absent");

        assertThat(result.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(result.output()).contains("absent is no installed Assay");
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    @Test
    void findsChangePointsOfASeries() throws Exception {
        Files.writeString(
                folder.resolve("series.json"),
                "{\"series\":[1,1.01,1,0.99,1,1.01,1,0.99,2,2.01,2,1.99,2,2.01],\"direction\":\"higher\"}");

        assertThat(assay.run("changepoints", "series.json").output())
                .contains("14 values, 1 change point\n")
                .contains("at 8: 1.00000 to 2.00167, +100.17 %, better");
        assertThat(assay.run("changepoints", "series.json", "--json", "-").output())
                .contains("\"changePoints\"")
                .contains("\"index\" : 8")
                .contains("\"meanBefore\" : 1.0");
    }

    @Test
    void saysInOneLineWhyASeriesCannotBeRead() throws Exception {
        Files.writeString(folder.resolve("nan.json"), "[1, NaN]");

        assertThat(assay.run("changepoints", "nan.json").output())
                .contains("nan.json is not JSON: Non-standard token 'NaN'")
                .doesNotContain("Source");
        assertThat(assay.run("changepoints", "absent.json").output())
                .contains("There is no file absent.json");
    }
}
