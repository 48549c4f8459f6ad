package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.run.MeasurementRow;
import dev.assay.core.run.Outcome;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.CaseId;
import dev.assay.core.verdict.Exit;
import dev.assay.core.verdict.VerdictFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What one run of two cases on the replay engine leaves behind.
class FinishedRunTest {
    @TempDir static Path folder;

    private static Assay.Result result;
    private static Path finished;
    private static RunDirectory run;

    @BeforeAll
    static void measure() throws Exception {
        new ReplaySuite(folder).suite("", "[1, 3]");
        result = new Assay(folder).run("run", "--suite", "suite.yml", "--effort", "trial");
        finished = folder.resolve("runs/latest").toRealPath();
        run = RunDirectory.open(finished);
    }

    @Test
    void measuresComparesJudgesAndReports() throws Exception {
        assertThat(result.exitCode()).as(result.output()).isEqualTo(Exit.CLEAN);
        assertThat(run.measurements()).hasSize(4);
        assertThat(forksOf(run, "toy/replay/fp32/b3/3x8x10/base/latency"))
                .containsExactlyInAnyOrder(0, 1);
        assertThat(run.accuracy()).hasSize(2);
        assertThat(new VerdictFiles(run).verdict().orElseThrow().sentence())
                .isEqualTo("2 of 2 measured cases agree with their references.");
        assertThat(run.info().orElseThrow().exitCode()).contains(Exit.CLEAN);
        assertThat(run.report().resolve("index.html")).isNotEmptyFile();
        assertThat(Files.readString(run.log())).contains("bench: finished");
        // The engine takes 2 ms by construction: a time below that was not measured.
        assertThat(medianSeconds(run.measurements().getFirst())).isGreaterThanOrEqualTo(0.002);
    }

    @Test
    void interleavesTheForksOfDifferentCases() {
        assertThat(run.measurements())
                .extracting(row -> row.caseId().batch() + "#" + row.fork())
                .containsExactly("1#0", "3#0", "3#1", "1#1");
    }

    @Test
    void measuresInAJvmWithBothCompilersAndAFixedHeap() throws Exception {
        Path jmh =
                finished.resolve("samples/toy/replay/fp32/b1/3x8x10/base/latency/jmh.fork00.json");

        assertThat(Files.readString(jmh))
                .contains("-XX:+AlwaysPreTouch", "-Xmx256m")
                .doesNotContain("-XX:TieredStopAtLevel", "-XX:-AlwaysPreTouch");
    }

    @Test
    void callsAHalfFinishedRunWhatItIs() throws Exception {
        Path half = Files.createDirectory(finished.resolveSibling("half"));
        try (Stream<Path> files = Files.walk(finished)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = half.resolve(finished.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        Path rows = half.resolve("measurements.jsonl");
        Files.write(rows, Files.readAllLines(rows).subList(0, 1));

        Assay.Result compared = new Assay(folder).run("compare", half.toString());

        assertThat(compared.exitCode()).as(compared.output()).isEqualTo(Exit.CASES_FAILED);
        assertThat(compared.output()).contains("1 case was not measured");
        assertThat(new VerdictFiles(RunDirectory.open(half)).rows())
                .extracting(row -> row.speed().map(speed -> speed.reason()).orElse("none"))
                .containsExactly("UNFINISHED", "none");
    }

    private static List<Integer> forksOf(RunDirectory run, String caseId) {
        return run.measurements().stream()
                .filter(row -> row.caseId().equals(new CaseId(caseId)))
                .map(MeasurementRow::fork)
                .toList();
    }

    private static double medianSeconds(MeasurementRow row) {
        if (row.outcome() instanceof Outcome.Measured(var measurement)) {
            return measurement.primary().samples().medianSeconds();
        }
        throw new AssertionError(row + " was not measured");
    }
}
