package dev.assay.core.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.assay.core.AssayException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a command to its end or its deadline, with its output in a file.
public final class ChildProcess {
    private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);
    private static final int TAIL_CHARACTERS = 2_000;
    private static final long KILL_SECONDS = 10;

    private ChildProcess() {}

    /// @param exitCode of the process; meaningless when it was killed at its deadline
    /// @param output stdout and stderr together
    public record Ended(int exitCode, boolean timedOut, Path output) {
        /// The last part of the output, for error messages.
        public String tail() {
            try {
                String text =
                        new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip();
                return text.substring(Math.max(0, text.length() - TAIL_CHARACTERS));
            } catch (IOException e) {
                return "";
            }
        }
    }

    /// Waits for the command; at the deadline, or when this thread is interrupted, the process and
    /// all its descendants are killed.
    ///
    /// @param environment variables added to this process's own
    public static Ended run(
            List<String> command, Map<String, String> environment, Path output, Duration deadline) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        Process process;
        try {
            Files.createDirectories(output.toAbsolutePath().getParent());
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw AssayException.environment(
                    "Cannot start " + command.getFirst() + ": " + e.getMessage(), e);
        }
        try {
            if (process.waitFor(deadline.toMillis(), MILLISECONDS)) {
                return new Ended(process.exitValue(), false, output);
            }
            kill(process);
            return new Ended(-1, true, output);
        } catch (InterruptedException e) {
            kill(process);
            Thread.currentThread().interrupt();
            throw AssayException.environment("Interrupted while a child process ran", e);
        }
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.onExit().orTimeout(KILL_SECONDS, SECONDS).join();
        } catch (CompletionException e) {
            // Stuck in a driver call: nothing more can be done to it, and the run goes on.
            LOG.warn("Process {} could not be killed", process.pid());
        }
    }
}
