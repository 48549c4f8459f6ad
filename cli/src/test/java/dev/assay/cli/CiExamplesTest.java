package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The workflows and scripts that users copy run the commands that the README shows, and Assay
/// knows each of them.
class CiExamplesTest {
    private static final Path ROOT = Path.of("..");

    /// What differs from night to night, as the README has it.
    private static final Map<String, String> VALUES =
            Map.of(
                    "${{ matrix.shard }}", "1",
                    "$shards", "2",
                    "$shard", "1",
                    "$SLURM_ARRAY_JOB_ID/", "",
                    "$job/", "",
                    "$reference", "dist=/opt/assay-accepted",
                    "$ASSAY_ACCEPTED", "/opt/assay-accepted",
                    " \"$@\"", "",
                    "\"", "");

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"nightly.yml", "nightly-shards.yml", "nightly.sh", "nightly.slurm"})
    void runTheCommandsOfTheReadme(String file) throws IOException {
        List<String> shown = commands(ROOT.resolve("README.md"));
        assertThat(commands(ROOT.resolve("docs/ci").resolve(file))).isNotEmpty().isSubsetOf(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/nightly.md"})
    void areKnownToAssay(String file) throws IOException {
        assertThat(commands(ROOT.resolve(file)))
                .filteredOn(it -> !it.equals("./run-all.sh") && !it.startsWith("./run-all.sh test"))
                .isNotEmpty()
                .allSatisfy(it ->
                        assertThatCode(() ->
                                        Main.commandLine()
                                                .parseArgs(arguments(it).toArray(String[]::new)))
                                .as(it)
                                .doesNotThrowAnyException());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nightly.yml", "nightly-shards.yml"})
    void areWorkflowsWhoseStepsDoOneThingEach(String file) throws IOException {
        Map<?, ?> workflow = map(load(ROOT.resolve("docs/ci").resolve(file)));
        assertThat(workflow.keySet().stream().map(String::valueOf))
                .contains("name", "on", "permissions", "jobs");
        Map<?, ?> jobs = map(Objects.requireNonNull(workflow.get("jobs")));
        for (Object it : jobs.values()) {
            Map<?, ?> job = map(it);
            assertThat(job.keySet().stream().map(String::valueOf)).contains("runs-on", "steps");
            if (job.get("needs") != null) {
                assertThat(jobs.containsKey(job.get("needs"))).isTrue();
            }
            for (Object step : (List<?>) Objects.requireNonNull(job.get("steps"))) {
                Map<?, ?> keys = map(step);
                assertThat(keys.containsKey("uses") ^ keys.containsKey("run")).isTrue();
                assertThat(String.valueOf(keys.get("uses"))).matches("null|actions/[a-z-]+@v\\d+");
            }
        }
    }

    @Test
    void endsWithTheCodeThatRulesWhereTwoCommandsEndWithDifferentOnes() throws Exception {
        assertThat(night(0, 0)).isZero();
        assertThat(night(4, 1)).isEqualTo(1);
        assertThat(night(2, 0)).isEqualTo(2);
        assertThat(night(1, 3)).isEqualTo(3);
        assertThat(night(3, 1)).as("stored speeds refused, ab judges").isEqualTo(1);
        assertThat(night(3, 0)).isZero();
        assertThat(night(1, 64)).isEqualTo(64);
        assertThat(night(0, 137)).isEqualTo(137);
    }

    /// The script with a front door that only ends.
    private int night(int run, int ab) throws Exception {
        Path door = folder.resolve("run-all.sh");
        Files.writeString(
                door, "#!/bin/sh\n[ \"$1\" = run ] && exit %s\nexit %s\n".formatted(run, ab));
        assertThat(door.toFile().setExecutable(true)).isTrue();
        ProcessBuilder builder =
                new ProcessBuilder(
                                "bash", ROOT.resolve("docs/ci/nightly.sh").toRealPath().toString())
                        .directory(folder.toFile());
        builder.environment().put("ASSAY_REFERENCE", "threads=1");
        return builder.inheritIO().start().waitFor();
    }

    private static Object load(Path file) throws IOException {
        return new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    }

    private static Map<?, ?> map(Object value) {
        assertThat(value).isInstanceOf(Map.class);
        return (Map<?, ?>) value;
    }

    /// Every command of a file, with values in place of variables and without comments.
    private static List<String> commands(Path file) throws IOException {
        List<String> commands = new ArrayList<>();
        try (Stream<String> lines = Files.lines(file)) {
            lines.map(String::strip)
                    .map(it -> it.replaceFirst("^(#.*--wrap \"|run: )", ""))
                    .filter(it -> it.startsWith("./run-all.sh"))
                    .map(CiExamplesTest::plain)
                    .forEach(commands::add);
        }
        return commands;
    }

    private static String plain(String line) {
        String command = line.replaceFirst(" +# .*$", "").replaceFirst(" \\|\\| .*$", "");
        // The longest first: $shard is the beginning of $shards.
        for (String variable :
                VALUES.keySet().stream().sorted((a, b) -> b.length() - a.length()).toList()) {
            command = command.replace(variable, VALUES.getOrDefault(variable, ""));
        }
        return command.strip();
    }

    private static List<String> arguments(String command) {
        List<String> words =
                Arrays.stream(command.split(" +", -1))
                        .skip(1)
                        .map(it -> it.replace("'", ""))
                        .toList();
        return words.getFirst().equals("--gpu") ? words.subList(1, words.size()) : words;
    }
}
