package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.verdict.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Suites whose inputs are made when a run needs them.
class GeneratedSetsTest {
    @TempDir Path folder;
    private Assay assay;
    private Path inputs;

    @BeforeEach
    void place() throws IOException {
        assay = new Assay(folder);
        inputs = folder.resolve("made/scenes/scenes.safetensors");
        suite(1, "made/scenes");
    }

    @Tag("long")
    @Test
    void makesTheInputsOfARunOnceAndAgainWhenTheyAreGoneOrDamaged() throws Exception {
        Assay.Result first = run();
        byte[] made = Files.readAllBytes(inputs);
        Assay.Result second = assay.run("accuracy", "--again");
        Files.write(inputs, new byte[] {1});
        Assay.Result third = assay.run("accuracy", "--again");
        Files.delete(inputs);
        Assay.Result fourth = assay.run("accuracy", "--again");

        assertThat(first.exitCode()).as(first.output()).isEqualTo(Exit.CLEAN);
        assertThat(first.output())
                .contains("Generating 2 of scenes, seed 1, into " + inputs.getParent());
        assertThat(second.exitCode()).as(second.output()).isEqualTo(Exit.CLEAN);
        assertThat(second.output()).doesNotContain("Generating");
        assertThat(third.output()).contains("Generating");
        assertThat(fourth.output()).contains("Generating");
        assertThat(inputs).hasBinaryContent(made);
    }

    @Tag("long")
    @Test
    void makesOtherDataWhenTheSuiteAsksForOthersButKeepsWhatAssayHasNotMade() throws Exception {
        run();
        byte[] before = Files.readAllBytes(inputs);
        suite(2, "made/scenes");

        assertThat(run().output()).contains("Generating 2 of scenes, seed 2");
        byte[] others = Files.readAllBytes(inputs);
        assertThat(others).isNotEqualTo(before);

        Path mine = Files.writeString(inputs.resolveSibling("mine.txt"), "precious");
        suite(1, "made/scenes");

        Assay.Result result = run();

        assertThat(result.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(result.output()).contains("holds mine.txt, which Assay has not generated");
        assertThat(mine).hasContent("precious");
        assertThat(inputs).hasBinaryContent(others);
    }

    @Test
    void saysWhenAModelNamesAFileThatIsNotAmongThem() throws Exception {
        suite(1, "made/other");
        Files.writeString(
                folder.resolve("suite.yml"),
                Files.readString(folder.resolve("suite.yml"))
                        .replace("made/scenes/scenes", "made/other/scene"));

        Assay.Result result = run();

        assertThat(result.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(result.output())
                .contains("inputs: there is no file " + folder.resolve("made/other/scene"));
    }

    @Test
    void makesNothingToListCasesOrForADryRun() throws Exception {
        assertThat(assay.run("cases", "--suite", "suite.yml").exitCode()).isEqualTo(Exit.CLEAN);
        assertThat(assay.run("run", "--dry-run", "--suite", "suite.yml").exitCode())
                .isEqualTo(Exit.CLEAN);

        assertThat(inputs).doesNotExist();
    }

    private Assay.Result run() throws Exception {
        return assay.run("run", "--suite", "suite.yml", "--effort", "trial");
    }

    private void suite(long seed, String into) throws IOException {
        Path file = new ReplaySuite(folder).suite("", "[1]");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("inputs: inputs.saf", "inputs: made/scenes/scenes.saf")
                        .replace(
                                "models:",
                                """
                                generated:
                                  - { kind: scenes, seed: %d, count: 2, height: 8, width: 10, into: %s }
                                models:\
                                """
                                        .formatted(seed, into)));
    }
}
