package dev.assay.engines.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.assay.core.AssayException;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.core.trace.QueryTrace;
import dev.assay.engines.Engine;
import dev.assay.engines.Pipeline;
import dev.assay.engines.PipelineSettings;
import dev.assay.engines.Session;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How the worker's loop is paced, with a script in the worker's place.
class PythonPipelineTest {
    private static final String STARTED = "\"ok\":{\"device\":\"cuda\"}";
    private static final String LOADED = "\"ok\":{}";
    private static final String OPENED = "\"ok\":{\"facts\":{\"graph\":\"off\"}}";

    @TempDir Path folder;

    @Test
    void waitsForEachQueryWhereOneIsInFlight() throws IOException {
        String rest =
                """
                read -r line
                f=$(echo "$line" | sed 's/.*"file":"\\([^"]*\\)".*/\\1/')
                head -c 160 /dev/zero > "$f"
                echo '{"id":6,"ok":{"count":2}}'
                read -r line
                """;
        with(
                1,
                rest,
                pipeline -> {
                    pipeline.step();

                    assertThat(pipeline.completed()).isEqualTo(7);
                    assertThat(pipeline.facts()).containsEntry("graph", "off");
                    pipeline.drain();
                    assertThat(pipeline.lastBatch()).isEqualTo(1);
                    QueryTrace zeros = new QueryTrace(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
                    assertThat(pipeline.traces()).containsExactly(zeros, zeros);
                },
                progress(7, 0),
                progress(8, 1));
    }

    /// The script answers the first step only when it has read the second.
    @Test
    void sendsTheNextQueryBeforeTheLastOnesAnswerWhereTwoAreInFlight() throws IOException {
        String rest =
                """
                read -r line
                read -r line
                echo '{"id":4,"ok":{"completed":0,"batch":0}}'
                echo '{"id":5,"ok":{"completed":1,"batch":0}}'
                read -r line
                echo '{"id":6,"ok":{"completed":2,"batch":1}}'
                read -r line
                """;
        with(
                2,
                rest,
                pipeline -> {
                    pipeline.step();
                    pipeline.step();
                    pipeline.drain();

                    assertThat(pipeline.completed()).isEqualTo(2);
                });
    }

    @Test
    void passesOnWhatFailedInAStep() throws IOException {
        String error = "\"error\":{\"kind\":\"INFERENCE\",\"message\":\"out of memory\"}";
        with(
                1,
                "read -r line",
                pipeline ->
                        assertThatExceptionOfType(AssayException.class)
                                .isThrownBy(pipeline::step)
                                .withMessage("out of memory"),
                error);
    }

    private static String progress(int completed, int batch) {
        return "\"ok\":{\"completed\":%d,\"batch\":%d}".formatted(completed, batch);
    }

    private void with(int depth, String rest, Consumer<Pipeline> test, String... answers)
            throws IOException {
        String[] all = new String[answers.length + 3];
        all[0] = STARTED;
        all[1] = LOADED;
        all[2] = OPENED;
        System.arraycopy(answers, 0, all, 3, answers.length);
        Path model = Files.writeString(folder.resolve("model.pt"), "not read");
        TensorSpec spec = new TensorSpec("input", ElementType.FLOAT32, Shape.of(1, 4));
        try (Arena arena = Arena.ofShared();
                Engine engine =
                        PythonEngine.load(
                                Requests.of(
                                        "pytorch-python",
                                        model,
                                        FakePython.answering(folder, rest, all),
                                        Map.of()));
                Session session = engine.openSession();
                Pipeline pipeline =
                        session.pipeline(
                                        List.of(Map.of("input", TensorData.allocate(spec, arena))),
                                        new PipelineSettings(depth, true, true, true))
                                .orElseThrow()) {
            test.accept(pipeline);
        }
    }
}
