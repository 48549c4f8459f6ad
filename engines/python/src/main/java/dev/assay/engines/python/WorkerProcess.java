package dev.assay.engines.python;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.format.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The user's Python with Assay's worker in it: a line of JSON for each request, one for each
/// answer, in the same order.
///
/// Whatever goes wrong with it is an {@link AssayException}, and the process is gone afterwards.
/// Used by one thread.
final class WorkerProcess implements AutoCloseable {
    static final int PROTOCOL = 1;

    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);
    private static final Duration HELLO = Duration.ofSeconds(60);
    private static final Duration FAREWELL = Duration.ofSeconds(10);
    private static final long END_SECONDS = 10;
    private static final int LONGEST_LINE = 1 << 20;
    private static final int QUOTED = 200;

    /// A request that was sent and not answered yet.
    private record Sent(int id, String what) {}

    private final String python;
    private final Duration limit;
    private final WorkerFiles files;
    private final Process process;
    private final Complaints complaints;
    private final Deadline deadline;
    private final InputStream in;
    private final OutputStream out;
    private final Queue<Sent> unanswered = new ArrayDeque<>();
    private int lastId;
    private int lastNumber;

    private WorkerProcess(WorkerSettings settings, WorkerFiles files, Process process) {
        this.python = settings.python();
        this.limit = settings.answer();
        this.files = files;
        this.process = process;
        complaints = new Complaints(process.getErrorStream());
        deadline = new Deadline(this::kill);
        in = new BufferedInputStream(process.getInputStream());
        out = process.getOutputStream();
    }

    /// Starts the interpreter and waits for the worker's first words.
    ///
    /// @throws AssayException of kind `ENVIRONMENT` if there is no such interpreter, or what starts
    ///   is not this version's worker
    static WorkerProcess start(WorkerSettings settings) {
        WorkerFiles files = WorkerFiles.unpack();
        ProcessBuilder builder =
                new ProcessBuilder(List.of(settings.python(), files.folder().toString()));
        // Before libraries of threads are loaded: they look once. No caches beside users' sources.
        builder.environment().put("OMP_NUM_THREADS", Integer.toString(settings.threads()));
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            files.close();
            throw AssayException.environment(
                    "Cannot start the Python '%s' (%s): name one that has PyTorch with the engine's option 'python' or in ASSAY_PYTHON"
                            .formatted(settings.python(), e.getMessage()),
                    e);
        }
        WorkerProcess worker = new WorkerProcess(settings, files, process);
        try {
            worker.hear();
            return worker;
        } catch (RuntimeException e) {
            worker.close();
            throw e;
        }
    }

    private void hear() {
        JsonNode hello = read("say hello", limit.compareTo(HELLO) < 0 ? limit : HELLO);
        if (hello.path("protocol").asInt(-1) != PROTOCOL) {
            throw new AssayException(
                    ErrorKind.ENVIRONMENT,
                    "What '%s' started is no Python worker of this Assay, which speaks protocol %d: it said %s"
                            .formatted(python, PROTOCOL, quoted(hello.toString())));
        }
        refuse(hello);
    }

    /// A number that nothing else in this worker has.
    int number() {
        return ++lastNumber;
    }

    /// A request to be filled in.
    static ObjectNode request(String what) {
        return Json.compact().createObjectNode().put("do", what);
    }

    /// Sends a request and waits for its answer; answers to earlier ones must have been taken.
    ///
    /// @throws AssayException of the kind that the worker says, or as the request's failure counts
    JsonNode ask(ObjectNode request) {
        send(request);
        return answer(limit);
    }

    /// Asks for something to be given up; a worker that is gone has given up everything.
    void tell(ObjectNode request) {
        try {
            send(request);
            while (waiting() > 0) {
                answer(limit.compareTo(FAREWELL) < 0 ? limit : FAREWELL);
            }
        } catch (AssayException e) {
            LOG.debug("The worker was gone already", e);
        }
    }

    /// Sends a request whose answer is taken later.
    void send(ObjectNode request) {
        Sent sent = new Sent(++lastId, request.path("do").asString());
        request.put("id", sent.id());
        unanswered.add(sent);
        try {
            out.write(
                    (Json.compact().writeValueAsString(request) + '\n')
                            .getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw ended(sent.what());
        }
    }

    /// Requests without an answer so far.
    int waiting() {
        return unanswered.size();
    }

    /// The answer to the oldest request that has none.
    JsonNode answer() {
        return answer(limit);
    }

    private JsonNode answer(Duration within) {
        Sent sent = unanswered.remove();
        JsonNode answer = read(sent.what(), within);
        refuse(answer);
        if (answer.path("id").asInt(-1) != sent.id() || !answer.path("ok").isObject()) {
            throw noise(sent.what(), answer.toString());
        }
        return answer.path("ok");
    }

    private JsonNode read(String what, Duration within) {
        String line;
        deadline.set(within);
        try {
            line = readLine(what);
        } catch (IOException e) {
            throw ended(what);
        } finally {
            deadline.clear();
        }
        try {
            JsonNode node = Json.compact().readTree(line);
            if (node.isObject()) {
                return node;
            }
        } catch (JacksonException e) {
            // Said below: what it printed tells more than where it is no JSON.
        }
        throw noise(what, line);
    }

    private String readLine(String what) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw ended(what);
            }
            if (line.size() == LONGEST_LINE) {
                throw noise(what, line.toString(StandardCharsets.UTF_8));
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private static void refuse(JsonNode answer) {
        JsonNode error = answer.path("error");
        if (error.isObject()) {
            throw new AssayException(
                    kind(error.path("kind").asString("")), error.path("message").asString(""));
        }
    }

    private static ErrorKind kind(String name) {
        for (ErrorKind kind : ErrorKind.values()) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        return ErrorKind.INFERENCE;
    }

    /// What it means for a case when the worker fails in a request.
    private static ErrorKind failure(String what) {
        return switch (what) {
            case "say hello", "start" -> ErrorKind.ENVIRONMENT;
            case "load" -> ErrorKind.ENGINE_BUILD;
            default -> ErrorKind.INFERENCE;
        };
    }

    private AssayException noise(String what, String line) {
        kill();
        return new AssayException(
                failure(what),
                "The Python worker (%s) answered '%s' with %s, which is no answer: see that nothing else writes to its standard output, such as a wrapper script or sitecustomize"
                        .formatted(python, what, quoted(line)));
    }

    private AssayException ended(String what) {
        boolean late = deadline.passed();
        kill();
        String how =
                late
                        ? "did not answer '%s' in time and was killed (option answerTimeout, in seconds, raises the limit)"
                                .formatted(what)
                        : "ended with exit code %s when it was to '%s'".formatted(exit(), what);
        return new AssayException(
                failure(what),
                "The Python worker (%s) %s%s".formatted(python, how, complaints.lastWords()));
    }

    private String exit() {
        int code = process.isAlive() ? -1 : process.exitValue();
        // As shells count: a process that a signal ended.
        return code > 128 ? "%d (signal %d)".formatted(code, code - 128) : Integer.toString(code);
    }

    private static String quoted(String text) {
        return "'" + (text.length() > QUOTED ? text.substring(0, QUOTED) + "…" : text) + "'";
    }

    private void kill() {
        try {
            // One that is ending by itself has an exit code to tell.
            if (deadline.passed() || !process.waitFor(1, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                process.waitFor(END_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Lets the worker end by itself, and sees to it.
    @Override
    public void close() {
        deadline.close();
        try {
            out.close();
        } catch (IOException e) {
            LOG.debug("The worker was gone already", e);
        }
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        files.close();
    }
}
