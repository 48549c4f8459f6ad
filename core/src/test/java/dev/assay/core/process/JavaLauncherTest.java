package dev.assay.core.process;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import dev.assay.core.process.FaultyWorker.Answer;
import dev.assay.core.process.FaultyWorker.Ending;
import dev.assay.core.process.FaultyWorker.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaLauncherTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir Path folder;

    @Test
    void bringsTheJobThereAndTheAnswerBack() {
        Reply<Answer> reply = run(Ending.ANSWER, "größe", PATIENCE);

        assertThat(reply).isEqualTo(new Reply.Done<>(new Answer("größe", Optional.of("set"))));
    }

    @Test
    void keepsTheFolderOnlyWhereSomethingWentWrong() {
        Reply<Answer> done = run(Ending.ANSWER, "", PATIENCE);
        assertThat(done).isInstanceOf(Reply.Done.class);
        assertThat(job()).doesNotExist();

        Reply<Answer> broken = run(Ending.REFUSE, "", PATIENCE);
        assertThat(broken).isInstanceOf(Reply.Broken.class);
        assertThat(job()).isDirectoryContaining("glob:**output.txt");
    }

    @Test
    void keepsTheKindOfAnExceptionOfAssay() {
        assertThat(run(Ending.REFUSE, "the tensor is damaged", PATIENCE))
                .isEqualTo(new Reply.Broken<>(ErrorKind.DATA, "the tensor is damaged"));
        assertThat(job().resolve("output.txt")).content().contains("FaultyWorker.work");
    }

    @Test
    void callsAnyOtherExceptionADefect() {
        assertThat(run(Ending.BREAK, "oops", PATIENCE))
                .isEqualTo(
                        new Reply.Broken<>(
                                ErrorKind.INTERNAL, "java.lang.IllegalStateException: oops"));
    }

    @Test
    void blamesTheMachineForTooLittleMemory() {
        assertThat(run(Ending.RUN_OUT_OF_MEMORY, "Java heap space", PATIENCE))
                .isEqualTo(
                        new Reply.Broken<>(
                                ErrorKind.ENVIRONMENT, "out of memory: Java heap space"));
    }

    @Test
    void explainsAProcessThatEndsWithoutAnAnswer() throws IOException {
        Files.createDirectories(job());
        Files.writeString(CrashReport.file(job()), "#  SIGBUS (0x7) left by an earlier job\n");

        assertThat(run(Ending.EXIT, "last words", PATIENCE))
                .isEqualTo(
                        new Reply.Broken<>(
                                ErrorKind.INFERENCE,
                                "process ended with exit code 7; its output is in "
                                        + job().resolve("output.txt")));
        assertThat(job().resolve("output.txt")).content().contains("last words");
    }

    @Test
    void explainsANativeCrash() {
        Reply<Answer> reply = run(Ending.CRASH, "", PATIENCE);

        assertFails(ErrorKind.INFERENCE, reply::orThrow)
                .withMessageContaining("native crash (SIGSEGV) in ")
                .withMessageContaining(" by FaultyWorker.readUnmappedMemory, report in ")
                .withMessageContaining("report in " + CrashReport.file(job()));
    }

    @Test
    void killsAJobAtItsDeadline() {
        assertThat(run(Ending.HANG, "", Duration.ofSeconds(2)))
                .isEqualTo(
                        new Reply.Broken<>(
                                ErrorKind.INFERENCE,
                                "killed after its time limit of 2 s (--timeout raises it)"));
    }

    @Test
    void doesNotMistakeAnEarlierAnswerForThisJobs() throws IOException {
        Files.createDirectories(job());
        Files.writeString(job().resolve("answer.json"), "{\"value\":{\"text\":\"old\"}}");

        assertThat(run(Ending.EXIT, "", PATIENCE)).isInstanceOf(Reply.Broken.class);
    }

    private Path job() {
        return folder.resolve("work/job");
    }

    private Reply<Answer> run(Ending ending, String text, Duration deadline) {
        return new JavaLauncher(
                        System.getProperty("java.class.path"),
                        List.of(
                                "-Xshare:auto",
                                "-XX:-CreateCoredumpOnCrash",
                                "--enable-native-access=ALL-UNNAMED"),
                        Map.of("ASSAY_TEST_VARIABLE", "set"),
                        job(),
                        ErrorKind.INFERENCE,
                        new ChildProcess.Limits(deadline, Long.MAX_VALUE))
                .run(FaultyWorker.class, new Job(ending, text), Answer.class);
    }
}
