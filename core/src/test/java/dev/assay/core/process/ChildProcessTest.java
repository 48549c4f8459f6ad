package dev.assay.core.process;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// A descendant that says it is there through `$PIPE` and keeps the pipe open while it lives.
    private static final String WITH_DESCENDANT = "(echo x; exec sleep 600) > \"$PIPE\" & wait";

    @TempDir Path folder;

    @Test
    void givesTheExitCodeAndBothStreams() {
        ChildProcess.Ended ended = run("echo out; echo err >&2; exit 3", PATIENCE);

        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.killed().isPresent()).isFalse();
        assertThat(ended.tail()).isEqualTo("out\nerr");
    }

    @Test
    void keepsTheEndOfALongOutput() {
        String tail =
                run("i=0; while [ $i -lt 999 ]; do i=$((i+1)); echo line$i; done", PATIENCE).tail();

        assertThat(tail).hasSizeBetween(1_900, 2_000).endsWith("line998\nline999");
    }

    @Test
    void addsVariablesToItsOwn() {
        assertThat(run("echo $PIPE $PATH", PATIENCE).tail())
                .isEqualTo(folder.resolve("pipe") + " " + System.getenv("PATH"));
    }

    @Test
    void givesTheChildNoInput() {
        assertThat(run("cat; echo end", PATIENCE).tail()).isEqualTo("end");
    }

    @Test
    void saysWhichCommandCannotBeStarted() {
        Path output = folder.resolve("new/output.txt");

        assertFails(
                        ErrorKind.ENVIRONMENT,
                        () ->
                                ChildProcess.run(
                                        List.of("/no/such/program"),
                                        Map.of(),
                                        output,
                                        time(PATIENCE)))
                .withMessageContaining("Cannot start /no/such/program");
    }

    @Test
    void killsTheChildAndItsDescendantsAtTheDeadline() throws Exception {
        CompletableFuture<Void> started = new CompletableFuture<>();
        CompletableFuture<Void> died = watchPipe(started);

        ChildProcess.Ended ended = run(WITH_DESCENDANT, Duration.ofSeconds(3));

        assertThat(ended.killed())
                .hasValueSatisfying(it -> assertThat(it).contains("time limit of 3 s"));
        await(started);
        await(died);
    }

    @Test
    void killsTheChildAndItsDescendantsWhenInterrupted() throws Exception {
        CompletableFuture<Void> started = new CompletableFuture<>();
        CompletableFuture<Void> died = watchPipe(started);
        AtomicReference<RuntimeException> thrown = new AtomicReference<>();
        Thread waiting =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                ChildProcess.Ended _ = run(WITH_DESCENDANT, PATIENCE);
                            } catch (AssayException e) {
                                thrown.set(e);
                            }
                        });
        await(started);

        waiting.interrupt();
        waiting.join();

        assertThat(thrown.get()).hasMessageContaining("Interrupted");
        await(died);
    }

    @Test
    void killsTheChildAndItsDescendantsBeyondItsMemory() throws Exception {
        CompletableFuture<Void> started = new CompletableFuture<>();
        CompletableFuture<Void> died = watchPipe(started);

        ChildProcess.Ended ended =
                ChildProcess.run(
                        List.of("sh", "-c", WITH_DESCENDANT),
                        Map.of("PIPE", folder.resolve("pipe").toString()),
                        folder.resolve("output.txt"),
                        new ChildProcess.Limits(PATIENCE, 1, "give it more"));

        assertThat(ended.killed())
                .hasValueSatisfying(it -> assertThat(it).contains("memory", "give it more"));
        await(started);
        await(died);
    }

    private static ChildProcess.Limits time(Duration deadline) {
        return new ChildProcess.Limits(deadline, Long.MAX_VALUE);
    }

    private ChildProcess.Ended run(String script, Duration deadline) {
        return ChildProcess.run(
                List.of("sh", "-c", script),
                Map.of("PIPE", folder.resolve("pipe").toString()),
                folder.resolve("output.txt"),
                time(deadline));
    }

    /// Reads the pipe to its end, which comes when the last process that holds it is dead.
    private CompletableFuture<Void> watchPipe(CompletableFuture<Void> started) throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    try (InputStream in = new FileInputStream(pipe.toFile())) {
                        while (in.read() >= 0) {
                            started.complete(null);
                        }
                        ended.complete(null);
                    } catch (IOException e) {
                        ended.completeExceptionally(new UncheckedIOException(e));
                    }
                });
        return ended;
    }

    private static void await(CompletableFuture<Void> event) throws Exception {
        event.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
