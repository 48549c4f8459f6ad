package dev.assay.core.process;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/// The child's side of a job that runs in a process of its own.
///
/// The job comes as a JSON file, the answer goes out as one: `{"value": …}` or `{"error": …,
/// "reason": …}`. A process that dies writes neither.
public final class Worker {
    static final String VALUE = "value";
    static final String ERROR = "error";
    static final String REASON = "reason";

    private Worker() {}

    /// Reads the job, does it and writes the answer.
    ///
    /// @param args the job's file and the answer's file
    public static <J> void main(String[] args, Class<J> jobType, Function<J, Object> work)
            throws IOException {
        ParentWatch.start();
        Locale.setDefault(Locale.ROOT);
        ObjectNode answer = Json.compact().createObjectNode();
        try {
            J job = Json.compact().readValue(Files.readString(Path.of(args[0])), jobType);
            answer.set(VALUE, Json.compact().valueToTree(work.apply(job)));
        } catch (AssayException e) {
            e.printStackTrace();
            fail(answer, e.kind(), String.valueOf(e.getMessage()));
        } catch (OutOfMemoryError e) {
            e.printStackTrace();
            fail(answer, ErrorKind.ENVIRONMENT, "out of memory: " + e.getMessage());
        } catch (RuntimeException | LinkageError e) {
            e.printStackTrace();
            fail(answer, ErrorKind.INTERNAL, String.valueOf(e));
        }
        AtomicFile.write(Path.of(args[1]), Json.compact().writeValueAsString(answer));
    }

    private static void fail(ObjectNode answer, ErrorKind kind, String reason) {
        answer.put(ERROR, kind.name()).put(REASON, reason);
    }
}
