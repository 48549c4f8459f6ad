package dev.assay.engines.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineCache;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every way in which a worker can go wrong, with scripts in its place: no PyTorch is needed.
class WorkerFailuresTest {
    private static final String STARTED = "\"ok\":{\"device\":\"cpu\",\"torch\":\"2.4.0\"}";
    private static final String LOADED = "\"ok\":{}";

    private final PythonProvider provider = new PythonProvider();

    @TempDir Path folder;

    @Test
    void namesAnInterpreterThatIsNotThere() {
        assertFails(ErrorKind.ENVIRONMENT, "/no/such/python", Map.of())
                .contains("Cannot start the Python '/no/such/python'", "ASSAY_PYTHON");
    }

    @Test
    void quotesWhatAWorkerSaidBeforeItEnded() {
        assertFails(
                        ErrorKind.ENVIRONMENT,
                        FakePython.script(folder, "echo 'no module named site' >&2; exit 3"),
                        Map.of())
                .contains("exit code 3", "'say hello'", "no module named site");
    }

    @Test
    void saysWhichSignalEndedAWorker() {
        assertFails(
                        ErrorKind.ENGINE_BUILD,
                        FakePython.answering(folder, "read -r line; kill -SEGV $$", STARTED),
                        Map.of())
                .contains("exit code 139 (signal 11)", "'load'");
    }

    @Test
    void killsAWorkerThatHangs() {
        String hanging = FakePython.afterHello(folder, "sleep 600");

        assertFails(ErrorKind.ENVIRONMENT, hanging, Map.of("answerTimeout", "1"))
                .contains("did not answer 'start' in time", "answerTimeout");
    }

    @Test
    void killsAWorkerThatNeverSaysHello() {
        String silent = FakePython.script(folder, "sleep 600");

        assertFails(ErrorKind.ENVIRONMENT, silent, Map.of("answerTimeout", "1"))
                .contains("did not answer 'say hello' in time");
    }

    @Test
    void refusesNoiseInPlaceOfHello() {
        assertFails(
                        ErrorKind.ENVIRONMENT,
                        FakePython.script(folder, "echo 'Welcome to my cluster'; sleep 600"),
                        Map.of())
                .contains("'Welcome to my cluster', which is no answer");
    }

    @Test
    void refusesNoiseBetweenAnswers() {
        assertFails(
                        ErrorKind.ENGINE_BUILD,
                        FakePython.answering(folder, "echo '[1, 2]'; read -r line", STARTED),
                        Map.of())
                .contains("'[1, 2]', which is no answer");
    }

    @Test
    void refusesAnAnswerToAnotherQuestion() {
        assertFails(
                        ErrorKind.ENVIRONMENT,
                        FakePython.afterHello(
                                folder, "read -r line; echo '{\"id\":7,\"ok\":{}}'; sleep 600"),
                        Map.of())
                .contains("which is no answer");
    }

    @Test
    void readsNoEndlessLine() {
        assertFails(ErrorKind.ENVIRONMENT, FakePython.script(folder, "yes | tr -d '\\n'"), Map.of())
                .contains("'yyyyyyyy", "…'", "no answer");
    }

    @Test
    void refusesAnotherProtocol() {
        assertFails(
                        ErrorKind.ENVIRONMENT,
                        FakePython.script(
                                folder, "echo '{\"assay\":\"python-worker\",\"protocol\":2}'"),
                        Map.of())
                .contains("speaks protocol 1", "\"protocol\":2");
    }

    @Test
    void passesOnWhatAWorkerRefuses() {
        String answer = "\"error\":{\"kind\":\"UNSUPPORTED\",\"message\":\"no FP16 here\"}";

        assertFails(
                        ErrorKind.UNSUPPORTED,
                        FakePython.answering(folder, "read -r line", answer),
                        Map.of())
                .isEqualTo("no FP16 here");
    }

    @Test
    void saysWhereThereIsNoPyTorch() throws IOException {
        String python =
                FakePython.withTorch(
                        folder, "raise ModuleNotFoundError(\"No module\", name=\"torch\")");

        assertFails(ErrorKind.ENVIRONMENT, python, Map.of())
                .contains("has no PyTorch: install it there", "'python'", "ASSAY_PYTHON");
    }

    @Test
    void saysWhereAPyTorchIsBroken() throws IOException {
        String python =
                FakePython.withTorch(folder, "raise ImportError('libcudart.so.12: no such file')");

        assertFails(ErrorKind.ENVIRONMENT, python, Map.of())
                .contains("cannot load PyTorch", "libcudart.so.12: no such file");
    }

    @Test
    void saysWhereAPyTorchIsTooOld() throws IOException {
        String python = FakePython.withTorch(folder, "__version__ = '1.13.1+cu117'");

        assertFails(ErrorKind.ENVIRONMENT, python, Map.of())
                .contains("has PyTorch 1.13.1+cu117", "2.0 or newer");
    }

    @Test
    void refusesOutputsThatAreNotWhereTheWorkerSays() throws IOException {
        Path file =
                Files.write(TensorFile.folders().getFirst().resolve("assay-out-t"), new byte[8]);

        assertThat(outputsOf(file, 0, "[1,4]")).contains("cannot be read");
        assertThat(file).doesNotExist();
        Path elsewhere = Files.write(folder.resolve("assay-out-x"), new byte[16]);
        assertThat(outputsOf(elsewhere, 0, "[1,4]")).contains("not where it belongs");
        assertThat(elsewhere).exists();
    }

    private String outputsOf(Path file, int offset, String shape) {
        String outputs =
                "\"ok\":{\"outputs\":{\"file\":\"%s\",\"bytes\":8,\"tensors\":[{\"name\":\"output\",\"type\":\"FLOAT32\",\"shape\":%s,\"offset\":%d}]}}"
                        .formatted(file, shape, offset);
        String python =
                FakePython.answering(folder, "read -r line", STARTED, LOADED, LOADED, outputs);
        return inferenceFailure(python);
    }

    @Test
    void saysThatAWorkerDiedInAQuery() {
        String python = FakePython.answering(folder, "kill -9 $$", STARTED, LOADED, LOADED);

        assertThat(inferenceFailure(python)).contains("exit code 137 (signal 9)");
    }

    /// @return the message of the failure of a query
    private String inferenceFailure(String python) {
        try (Arena arena = Arena.ofShared();
                Engine engine =
                        PythonEngine.load(
                                Requests.of("pytorch-python", model(), python, Map.of()));
                Session session = engine.openSession();
                Query query = session.bind(Map.of("input", input(arena)))) {
            return message(ErrorKind.INFERENCE, query::run);
        }
    }

    private static TensorData input(Arena arena) {
        return TensorData.allocate(
                new TensorSpec("input", ElementType.FLOAT32, Shape.of(1, 4)), arena);
    }

    @Test
    void leavesNoFilesBehind() throws IOException {
        List<Path> before = ours();

        namesAnInterpreterThatIsNotThere();
        saysThatAWorkerDiedInAQuery();

        assertThat(ours()).isEqualTo(before);
    }

    private static List<Path> ours() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (var files = Files.list(temporary)) {
            return files.filter(it -> it.getFileName().toString().startsWith("assay-python-"))
                    .sorted()
                    .toList();
        }
    }

    private org.assertj.core.api.AbstractStringAssert<?> assertFails(
            ErrorKind kind, String python, Map<String, String> more) {
        return assertThat(
                message(
                        kind,
                        () ->
                                provider.prepare(
                                        Requests.of("pytorch-python", model(), python, more),
                                        new EngineCache(folder))));
    }

    private static String message(
            ErrorKind kind, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return String.valueOf(
                assertThatExceptionOfType(AssayException.class)
                        .isThrownBy(call)
                        .satisfies(e -> assertThat(e.kind()).isEqualTo(kind))
                        .actual()
                        .getMessage());
    }

    private Path model() {
        try {
            return Files.writeString(folder.resolve("model.pt"), "not read");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
