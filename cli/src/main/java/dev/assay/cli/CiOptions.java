package dev.assay.cli;

import dev.assay.core.AssayException;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.verdict.Exit;
import dev.assay.core.verdict.RunVerdict;
import dev.assay.reports.CiFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// What the commands that judge leave for a build server, and with which code they exit.
final class CiOptions {
    private final Map<String, String> environment;

    @Option(
            names = "--ci",
            paramLabel = "DIR",
            description =
                    "write junit.xml, summary.md, comment.md, metrics.prom, badge.json and report/"
                            + " there; in GitHub Actions, fill the job summary and annotate, too")
    private Optional<Path> folder = Optional.empty();

    @Option(
            names = "--warn-only",
            description = "exit 0 even where the verdict is not clean, and turn no test red")
    private boolean warnOnly;

    CiOptions() {
        this(System.getenv());
    }

    CiOptions(Map<String, String> environment) {
        this.environment = environment;
    }

    /// To be called first: a job that dies must not show the files of the night before.
    void begin() {
        folder.map(CiFiles::new).ifPresent(CiFiles::clear);
    }

    /// Of a command that has just written the run's report.
    ///
    /// @return the exit code of the command
    int finishWithReport(RunDirectory run, RunVerdict verdict) {
        folder.ifPresent(it -> new CiFiles(it).copyReport(run));
        return finish(run, verdict);
    }

    /// @return the exit code of the command
    int finish(RunDirectory run, RunVerdict verdict) {
        folder.ifPresent(it -> publish(new CiFiles(it).write(run, warnOnly)));
        return warnOnly ? Exit.CLEAN : verdict.exitCode();
    }

    private void publish(CiFiles.Written written) {
        if (!"true".equals(environment.get("GITHUB_ACTIONS"))) {
            return;
        }
        written.annotations().forEach(Console.out()::println);
        Optional.ofNullable(environment.get("GITHUB_STEP_SUMMARY"))
                .filter(file -> !file.isBlank())
                .map(Path::of)
                .ifPresent(file -> append(file, written.summary()));
    }

    private static void append(Path file, String text) {
        try {
            Files.writeString(
                    file, text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw AssayException.environment("Cannot write the job summary " + file + ": " + e, e);
        }
    }
}
