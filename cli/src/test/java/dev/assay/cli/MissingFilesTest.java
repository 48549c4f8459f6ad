package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.run.Outcome;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.verdict.Exit;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A suite whose larger model is not made yet, on the replay engine.
class MissingFilesTest {
    @TempDir Path folder;

    @Test
    void measuresWhatIsHereAndSkipsTheRestWithTheCommandThatMakesIt() throws Exception {
        // Too slow for its forks to be judged steady or not: that depends on what else runs here.
        Path suite = new ReplaySuite(folder).suite(30_000, "", "[1]");
        Files.writeString(
                suite,
                Files.readString(suite)
                        .replace(
                                "engines:",
                                """
                                  - id: large
                                    onnx: large/model.onnx
                                    rows:
                                      - shape: 3x64x64
                                        inputs: large/inputs.safetensors
                                        references: large/outputs.safetensors
                                    made-by: { command: tools/build-large large, takes: 2 min, size: 34 MB }
                                engines:\
                                """));
        Assay assay = new Assay(folder);

        Assay.Result result = assay.run("run", "--suite", "suite.yml", "--effort", "trial");

        assertThat(result.exitCode()).as(result.output()).isEqualTo(Exit.CLEAN);
        assertThat(result.output())
                .contains(
                        "Skipping large: not made yet: inputs.safetensors and 2 more; run tools/build-large large (2 min, 34 MB)")
                .contains("1 of 1 measured cases agree with their references.")
                .contains("2 cases: 1 VALID, 1 SKIPPED");
        RunDirectory run = RunDirectory.open(folder.resolve("runs/latest"));
        assertThat(run.measurements())
                .filteredOn(it -> it.caseId().model().equals("large"))
                .singleElement()
                .satisfies(it -> assertThat(it.outcome()).isInstanceOf(Outcome.Skipped.class));
        assertThat(Files.readString(run.report().resolve("index.html")))
                .contains("not made yet: run tools/build-large large (2 min, 34 MB)");
        assertThat(assay.run("show").output().lines()).allMatch(line -> line.length() <= 80);
    }
}
