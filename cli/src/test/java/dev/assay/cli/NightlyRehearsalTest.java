package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.verdict.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nights as a user has them: the script of `docs/ci` in an empty folder, with a change between one
/// night and the next.
///
/// The engine's times are waited for, 30 ms a query and then five times as long, so that what else
/// the machine does does not decide; effort `trial` stands for `nightly`, and four forks a side
/// confirm instead of ten.
@Tag("rehearsal")
class NightlyRehearsalTest {
    private static final int FAST = 30_000;
    private static final int SLOW = 150_000;

    @TempDir Path folder;

    @Test
    void turnsRedInTheNightAfterAChangeThatMadeAnEngineSlower() throws Exception {
        ReplaySuite suite = new ReplaySuite(folder);
        suite.suite(FAST, "", "[1]");

        assertThat(night()).as(console()).isEqualTo(Exit.CLEAN);
        assertThat(ci("ab/junit.xml")).contains("failures=\"0\"");
        assertThat(ci("run/summary.md")).contains("Assay: Clean (exit code 0)");
        assertThat(new Assay(folder).run("accept", "--reason", "first night").exitCode()).isZero();

        suite.suite(SLOW, "", "[1]");

        assertThat(night()).as(console()).isEqualTo(Exit.REGRESSION);
        assertThat(ci("ab/junit.xml"))
                .contains("failures=\"1\"")
                .contains("<failure type=\"latency\" message=\"REGRESSED: ");
        assertThat(ci("ab/summary.md"))
                .startsWith("## Assay: Regression (exit code 1)")
                .contains("| REGRESSED | toy");
        assertThat(ci("ab/annotations.txt")).startsWith("::error title=replayed%3A REGRESSED");
        assertThat(ci("ab/comment.md")).contains("| ▲ REGRESSED | toy/replay/");
        assertThat(ci("ab/metrics.prom")).contains("assay_run_exit_code{").endsWith("# EOF\n");
        assertThat(ci("ab/report/index.html")).contains("REGRESSED");
    }

    @Test
    void turnsRedInTheNightAfterAChangeThatMadeOutputsWrong() throws Exception {
        ReplaySuite suite = new ReplaySuite(folder);
        suite.suite(FAST, "", "[1]");
        assertThat(night()).as(console()).isEqualTo(Exit.CLEAN);

        Path wrong = suite.outputs("wrong", i -> ReplaySuite.reference(i) * 1.05);
        suite.suite(FAST, ", outputs: " + wrong, "[1]");

        assertThat(night()).as(console()).isEqualTo(Exit.REGRESSION);
        assertThat(ci("run/junit.xml")).contains("<failure type=\"accuracy\" message=\"INVALID: ");
        assertThat(ci("run/summary.md")).startsWith("## Assay: Regression (exit code 1)");
    }

    /// @return the exit code of the script
    private int night() throws Exception {
        Path door = folder.resolve("run-all.sh");
        Files.writeString(
                door,
                """
                #!/usr/bin/env bash
                words=()
                for word in "$@"; do
                    [ "$word" = nightly ] && word=trial
                    words+=("$word")
                done
                [ "$1" = ab ] && words+=(--screen 3 --forks 4)
                exec '%s/bin/java' -Djava.awt.headless=true -XX:TieredStopAtLevel=1 \\
                    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \\
                    -cp '%s' %s "${words[@]}"
                """
                        .formatted(
                                System.getProperty("java.home"),
                                System.getProperty("java.class.path"),
                                Main.class.getName()));
        assertThat(door.toFile().setExecutable(true)).isTrue();
        ProcessBuilder builder =
                new ProcessBuilder(
                                "bash",
                                Path.of("../docs/ci/nightly.sh").toRealPath().toString(),
                                "--suite",
                                "suite.yml")
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("night.txt").toFile());
        builder.environment().put("ASSAY_REFERENCE", "delay-us=" + FAST);
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        Process script = builder.start();
        if (!script.waitFor(10, TimeUnit.MINUTES)) {
            script.descendants().forEach(ProcessHandle::destroyForcibly);
            script.destroyForcibly();
            throw new AssertionError("the night did not end: " + console());
        }
        return script.exitValue();
    }

    private String console() throws IOException {
        Path file = folder.resolve("night.txt");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private String ci(String file) throws IOException {
        return Files.readString(folder.resolve("ci").resolve(file));
    }
}
