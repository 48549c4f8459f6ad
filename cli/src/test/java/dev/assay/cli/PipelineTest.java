package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.core.verdict.Exit;
import dev.assay.core.verdict.VerdictFiles;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole pipeline as a user runs it, on the replay engine.
class PipelineTest {
    @TempDir Path folder;

    private ReplaySuite replay;
    private Assay assay;

    @BeforeEach
    void makeSuite() {
        replay = new ReplaySuite(folder);
        assay = new Assay(folder);
    }

    @Test
    void turnsRedForWrongOutputsAndNamesTheOutputAndHowFarOffItIs() throws Exception {
        Path wrong = replay.outputs("wrong", i -> ReplaySuite.reference(i) * 1.05);
        replay.suite(", outputs: " + wrong, "[1]");

        Assay.Result result = assay.run("run", "--suite", "suite.yml", "--effort", "trial");

        assertThat(result.exitCode()).as(result.output()).isEqualTo(Exit.REGRESSION);
        RunDirectory run = RunDirectory.open(folder.resolve("runs/latest"));
        assertThat(Files.readString(run.report().resolve("index.html")))
                .contains("INVALID")
                .contains("relL2 0.0500 &gt; 1.0e-06");
        assertThat(new VerdictFiles(run).rows().getFirst().accuracyDetail().getFirst())
                .startsWith("output 'output' (full): relL2 0.0500");
    }

    @Tag("long")
    @Test
    void turnsRedForOutputsOfAnotherShapeAndNamesBoth() throws Exception {
        Path suite = replay.suite(", outputs: inputs.safetensors", "[1]");
        Path flat = folder.resolve("references.safetensors");
        try (Arena arena = Arena.ofConfined()) {
            TensorSpec spec = new TensorSpec("output", ElementType.FLOAT32, Shape.of(2, 5));
            SafetensorsFile.write(flat, List.of(TensorData.allocate(spec, arena)));
        }

        Assay.Result result = assay.run("run", "--suite", suite.toString(), "--effort", "trial");

        assertThat(result.exitCode()).as(result.output()).isEqualTo(Exit.REGRESSION);
        assertThat(result.output()).contains("rows of shape 3x8x10, its reference has 5");
    }

    @Tag("long")
    @Test
    void turnsRedForASingleNaN() throws Exception {
        Path wrong = replay.outputs("nan", i -> i == 17 ? Double.NaN : ReplaySuite.reference(i));
        replay.suite(", outputs: " + wrong, "[2]");

        Assay.Result result = assay.run("run", "--suite", "suite.yml", "--effort", "trial");

        assertThat(result.exitCode()).as(result.output()).isEqualTo(Exit.REGRESSION);
        assertThat(result.output()).contains("1 of 480 values are NaN");
    }

    @Tag("long")
    @Test
    void reportsACaseThatFailsAndGoesOnWithTheOthers() throws Exception {
        Path suite = replay.suite("", "[1]");
        Files.writeString(
                suite,
                Files.readString(suite)
                        .replace(
                                "engines:",
                                """
                                  - id: broken
                                    onnx: model.onnx
                                    inputs: inputs.safetensors
                                    references: references.safetensors
                                    shapes: [3x8x11]
                                engines:\
                                """));

        Assay.Result result = assay.run("run", "--suite", "suite.yml", "--effort", "trial");

        assertThat(result.exitCode()).as(result.output()).isEqualTo(Exit.CASES_FAILED);
        RunDirectory run = RunDirectory.open(folder.resolve("runs/latest"));
        assertThat(new VerdictFiles(run).rows())
                .extracting(row -> row.caseId().model() + " " + row.state())
                .containsExactly("broken FAILED", "toy MEASURED");
        assertThat(new VerdictFiles(run).rows().getFirst().stateReason())
                .contains("holds rows of 3x8x10, the suite says 3x8x11");
    }

    @Test
    void passesOnWhatAnEngineSaysWhenItFails() throws Exception {
        replay.suite(", fault: throw", "[1]");

        Assay.Result result = assay.run("run", "--suite", "suite.yml", "--effort", "trial");

        assertThat(result.exitCode()).as(result.output()).isEqualTo(Exit.CASES_FAILED);
        assertThat(result.output()).contains("The replay engine was told to fail");
    }

    @Test
    void survivesANativeCrashAndSaysWhatCrashed() throws Exception {
        replay.suite(", fault: crash", "[1]");

        Assay.Result result = assay.run("run", "--suite", "suite.yml", "--effort", "trial");

        assertThat(result.exitCode()).as(result.output()).isEqualTo(Exit.CASES_FAILED);
        assertThat(result.output()).contains("native crash (SIGSEGV)");
    }

    @Test
    void killsAForkThatHangsAtItsTimeLimit() throws Exception {
        replay.suite(", fault: hang", "[1]");

        Assay.Result result =
                assay.run("run", "--suite", "suite.yml", "--effort", "trial", "--timeout", "3");

        assertThat(result.exitCode()).as(result.output()).isEqualTo(Exit.CASES_FAILED);
        assertThat(result.output()).contains("killed after its time limit");
    }

    @Test
    void writesOverNothingAndTakesNoTimeLimitOfZero() throws Exception {
        replay.suite("", "[1]");
        String before = Files.readString(folder.resolve("suite.yml"));

        assertThat(assay.run("run", "--suite", "suite.yml", "--out", ".").output())
                .contains("is not empty and holds no run");
        assertThat(assay.run("run", "--suite", "suite.yml", "--timeout", "0").output())
                .contains("--timeout is 0, it must be at least 1 second");
        assertThat(folder.resolve("suite.yml")).hasContent(before);
        assertThat(folder.resolve("runs/latest")).doesNotExist();
    }

    @Test
    void saysHowToGoOnWhenInterruptedAndWhyItCannot() throws Exception {
        replay.suite("", "[1, 2]");
        Process process = assay.start("run", "--suite", "suite.yml", "--effort", "trial");
        waitForForks(process, 1);
        process.destroy();
        process.waitFor();

        assertThat(assay.output()).contains("the same command with --resume goes on");
        replay.suite("", "[1]");
        assertThat(
                        assay.run("run", "--suite", "suite.yml", "--effort", "trial", "--resume")
                                .output())
                .contains("was begun with another suite, effort or data");
    }

    @Test
    void resumesAKilledRunWithoutMeasuringAnythingTwice() throws Exception {
        replay.suite("", "[1, 2]");
        Process process = assay.start("run", "--suite", "suite.yml", "--effort", "trial");
        waitForForks(process, 1);
        process.destroyForcibly().waitFor();

        Assay.Result resumed =
                assay.run("run", "--suite", "suite.yml", "--effort", "trial", "--resume");

        assertThat(resumed.exitCode()).as(resumed.output()).isEqualTo(Exit.CLEAN);
        RunDirectory run = RunDirectory.open(folder.resolve("runs/latest"));
        List<String> forks =
                run.measurements().stream().map(row -> row.caseId() + "#" + row.fork()).toList();
        assertThat(forks).hasSize(4).doesNotHaveDuplicates();
        assertThat(run.info().orElseThrow().finished()).isPresent();
        assertThat(
                        assay.run("run", "--suite", "suite.yml", "--effort", "trial", "--resume")
                                .exitCode())
                .as("a finished run is not resumed")
                .isEqualTo(Exit.USAGE);
    }

    @Tag("long")
    @Test
    void comparesWithAnAcceptedRunOfTheSameEnvironment() throws Exception {
        replay.suite(30_000, "", "[1]");
        assay.run("run", "--suite", "suite.yml", "--effort", "trial");

        Assay.Result accepted = assay.run("accept", "--reason", "first baseline");
        Assay.Result compared = assay.run("compare");

        assertThat(accepted.exitCode()).as(accepted.output()).isEqualTo(Exit.CLEAN);
        assertThat(compared.exitCode()).as(compared.output()).isEqualTo(Exit.CLEAN);
        assertThat(compared.output()).contains("1 is inconclusive");
    }

    private void waitForForks(Process process, int forks) throws Exception {
        Path runs = folder.resolve("runs/latest/measurements.jsonl");
        while (process.isAlive() && lines(runs) < forks) {
            Thread.sleep(20);
        }
        assertThat(process.isAlive()).as("the run ended before it could be killed").isTrue();
    }

    private static long lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file).lines().count() : 0;
    }
}
