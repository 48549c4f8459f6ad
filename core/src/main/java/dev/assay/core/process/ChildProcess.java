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
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a command to its end or its deadline, with its output in a file.
public final class ChildProcess {
    private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);
    private static final int TAIL_CHARACTERS = 2_000;
    private static final long KILL_SECONDS = 10;
    private static final long POLL_MILLIS = 250;

    private ChildProcess() {}

    /// What a process may take before it is killed with all it started.
    ///
    /// @param time from its start
    /// @param memoryBytes resident, of the process and its descendants together
    /// @param remedy how a user raises these limits, for the message
    public record Limits(Duration time, long memoryBytes, String remedy) {
        public Limits(Duration time, long memoryBytes) {
            this(time, memoryBytes, "--timeout raises it");
        }
    }

    /// @param exitCode of the process; meaningless when it was killed
    /// @param killed which limit it crossed, if it did
    /// @param output stdout and stderr together
    public record Ended(int exitCode, Optional<String> killed, Path output) {
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

    /// Waits for the command; beyond a limit, or when this thread is interrupted, the process and
    /// all its descendants are killed.
    ///
    /// @param environment variables added to this process's own
    public static Ended run(
            List<String> command, Map<String, String> environment, Path output, Limits limits) {
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
            Optional<String> crossed = watch(process, limits);
            if (crossed.isEmpty()) {
                return new Ended(process.exitValue(), Optional.empty(), output);
            }
            kill(process);
            return new Ended(-1, crossed, output);
        } catch (InterruptedException e) {
            kill(process);
            Thread.currentThread().interrupt();
            throw AssayException.environment("Interrupted while a child process ran", e);
        }
    }

    /// Waits until the process ends or crosses a limit, and says which.
    private static Optional<String> watch(Process process, Limits limits)
            throws InterruptedException {
        long start = System.nanoTime();
        long deadline = limits.time().toMillis();
        while (true) {
            long left = deadline - (System.nanoTime() - start) / 1_000_000;
            if (left <= 0) {
                return Optional.of(
                        "killed after its time limit of %s s (%s)"
                                .formatted(limits.time().toSeconds(), limits.remedy()));
            }
            boolean unlimited = limits.memoryBytes() == Long.MAX_VALUE;
            if (process.waitFor(unlimited ? left : Math.min(left, POLL_MILLIS), MILLISECONDS)) {
                return Optional.empty();
            }
            long used = unlimited ? 0 : ResidentMemory.of(process.toHandle());
            if (used > limits.memoryBytes()) {
                return Optional.of(
                        "killed when it held %d MiB of memory, its limit is %d MiB (%s)"
                                .formatted(
                                        used >> 20, limits.memoryBytes() >> 20, limits.remedy()));
            }
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
