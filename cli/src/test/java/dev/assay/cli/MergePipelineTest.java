package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.run.Environment;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.shard.MergeInfo;
import dev.assay.core.shard.RunMerger;
import dev.assay.core.verdict.Exit;
import dev.assay.core.verdict.VerdictFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Shards as several machines measure them: each in a folder of its own, merged in a third.
@Tag("long")
class MergePipelineTest {
    private static final String[] RUN = {"run", "--suite", "suite.yml", "--effort", "trial"};

    @TempDir static Path machines;
    private static Path first = Path.of("");
    private static Path second = Path.of("");

    @TempDir Path folder;

    @BeforeAll
    static void measureOnTwoMachines() throws Exception {
        first = shard("1/2");
        second = shard("2/2");
    }

    @Test
    void mergesWhatTwoMachinesMeasuredIntoOneRun() throws Exception {
        Assay.Result result = merge(first, second);

        assertThat(result.exitCode()).as(result.output()).isEqualTo(Exit.CLEAN);
        RunDirectory run = RunDirectory.open(folder.resolve("runs/latest"));
        assertThat(new VerdictFiles(run).verdict().orElseThrow().sentence())
                .isEqualTo("3 of 3 measured cases agree with their references.");
        assertThat(run.measurements()).hasSize(6);
        assertThat(run.info().orElseThrow().exitCode()).contains(Exit.CLEAN);
        assertThat(run.report().resolve("index.html")).isNotEmptyFile();
        assertThat(Files.readString(folder.resolve("ci/junit.xml"))).contains("tests=\"3\"");
        assertThat(MergeInfo.of(run).orElseThrow().parts())
                .extracting(MergeInfo.Part::text)
                .containsExactly("shard 1 of 2 is complete", "shard 2 of 2 is complete");
    }

    @Test
    void refusesAShardThatIsGivenTwice() {
        assertThatThrownBy(() -> RunMerger.of(List.of(first, first)))
                .hasMessageContaining("shard 1 of 2 is given twice");
    }

    @Test
    void turnsRedForAShardThatIsMissingAndNamesIt() throws Exception {
        Path died = Files.createDirectories(folder.resolve("died"));

        Assay.Result result = merge(first, died);

        assertThat(result.exitCode()).as(result.output()).isEqualTo(Exit.CASES_FAILED);
        assertThat(result.output())
                .contains("shard 2 of 2 is missing; it had 1 case to measure")
                .contains("has no run.json");
        assertThat(Files.readString(folder.resolve("ci/junit.xml")))
                .contains("type=\"missing\" message=\"NOT RUN: shard 2 of 2 is missing\"");
    }

    @Test
    void turnsRedForAShardThatWasKilledAndKeepsWhatItHasMeasured() throws Exception {
        Path killed = suite(folder, "killed");
        Process process = new Assay(killed).start(with("1/2"));
        Path rows = killed.resolve("runs/latest/measurements.jsonl");
        while (process.isAlive() && !Files.exists(rows)) {
            Thread.sleep(20);
        }
        process.destroyForcibly().waitFor();

        Assay.Result result = merge(killed.resolve("runs/latest"), second);

        assertThat(result.exitCode()).as(result.output()).isEqualTo(Exit.CASES_FAILED);
        RunDirectory run = RunDirectory.open(folder.resolve("runs/latest"));
        assertThat(MergeInfo.of(run).orElseThrow().parts().getFirst().text())
                .isEqualTo("shard 1 of 2 did not come to its end");
        assertThat(run.measurements().size()).isBetween(3, 5);
        assertThat(new VerdictFiles(run).rows()).hasSize(3);
        assertThat(new VerdictFiles(run).rows().getLast().stateReason())
                .isEqualTo("shard 1 of 2 did not come to its end");
    }

    @Test
    void refusesMoreShardsThanThereAreCasesToShare() throws Exception {
        Path machine = suite(folder, "machine");

        Assay.Result result = new Assay(machine).run(with("1/4"));

        assertThat(result.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(result.output()).contains("4 shards are too many");
    }

    @Test
    void refusesHostsThatDifferAndNamesEveryField() throws Exception {
        RunDirectory run = RunDirectory.open(second);
        Environment here = run.environment().orElseThrow();
        try {
            namesEveryFieldInWhichHostsDiffer(run, here);
            run.writeEnvironment(
                    new Environment(
                            altered(here.identity(), "cpu.model"),
                            here.context(),
                            here.informative()));
            Assay.Result refused = merge(first, second);
            assertThat(refused.exitCode()).as(refused.output()).isEqualTo(Exit.REFUSED);
            assertThat(refused.output()).contains("identity.cpu.model is '");
        } finally {
            run.writeEnvironment(here);
        }
    }

    private static void namesEveryFieldInWhichHostsDiffer(RunDirectory run, Environment here) {
        for (String name : here.identity().keySet()) {
            run.writeEnvironment(
                    new Environment(
                            altered(here.identity(), name), here.context(), here.informative()));
            assertDiffers("identity." + name);
        }
        for (String name : here.context().keySet()) {
            run.writeEnvironment(
                    new Environment(
                            here.identity(), altered(here.context(), name), here.informative()));
            assertDiffers("context." + name);
        }
        for (String name : here.informative().keySet()) {
            run.writeEnvironment(
                    new Environment(
                            here.identity(), here.context(), altered(here.informative(), name)));
            assertThat(RunMerger.of(List.of(first, second)).differences()).isEmpty();
        }
    }

    private static void assertDiffers(String field) {
        assertThat(RunMerger.of(List.of(first, second)).differences())
                .singleElement()
                .asString()
                .startsWith(field + " is '")
                .contains("and 'another'");
    }

    private static Map<String, String> altered(Map<String, String> fields, String name) {
        Map<String, String> altered = new TreeMap<>(fields);
        altered.put(name, "another");
        return altered;
    }

    /// @return the run directory of a shard, measured in a folder of its own
    private static Path shard(String which) throws Exception {
        Path machine = suite(machines, "machine" + which.replace('/', '-'));
        Assay.Result result = new Assay(machine).run(with(which));
        assertThat(result.exitCode()).as(result.output()).isEqualTo(Exit.CLEAN);
        return machine.resolve("runs/latest").toRealPath();
    }

    private static Path suite(Path parent, String machine) throws IOException {
        Path here = Files.createDirectories(parent.resolve(machine));
        new ReplaySuite(here).suite("", "[1, 2, 3]");
        return here;
    }

    private static String[] with(String shard) {
        String[] all = List.of(RUN).toArray(new String[RUN.length + 2]);
        all[RUN.length] = "--shard";
        all[RUN.length + 1] = shard;
        return all;
    }

    private Assay.Result merge(Path... runs) throws Exception {
        return new Assay(folder).run("merge", runs[0].toString(), runs[1].toString(), "--ci", "ci");
    }
}
