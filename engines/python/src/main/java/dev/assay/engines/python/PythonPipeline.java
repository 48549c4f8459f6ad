package dev.assay.engines.python;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;

import dev.assay.core.AssayException;
import dev.assay.core.format.Json;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.trace.QueryTrace;
import dev.assay.engines.Pipeline;
import dev.assay.engines.PipelineSettings;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The worker's loop, paced from here. The worker sends, times and keeps; its times come in one
/// piece at the end.
///
/// With one query in flight a step waits until the worker says that it is complete. With more, the
/// next step is on its way before the last one's answer is read, so that the worker never waits for
/// the pipe.
final class PythonPipeline implements Pipeline {
    private static final long TRACE_BYTES = 10L * Double.BYTES;

    private final WorkerProcess worker;
    private final int ahead;
    private final Arena arena = Arena.ofShared();
    private final ObjectNode step = WorkerProcess.request("step");
    private final Map<String, String> facts = new TreeMap<>();
    private List<TensorData> outputs = List.of();
    private long completed;
    private int batch;

    PythonPipeline(
            WorkerProcess worker,
            List<Map<String, TensorData>> batches,
            PipelineSettings settings) {
        this.worker = worker;
        this.ahead = settings.depth() - 1;
        ArrayNode described = Json.compact().createArrayNode();
        try (TensorFile file = TensorFile.of(batches, described)) {
            ObjectNode request =
                    WorkerProcess.request("open")
                            .put("file", file.path().toString())
                            .put("bytes", file.size())
                            .put("depth", settings.depth())
                            .put("transfers", settings.transfers())
                            .put("graph", settings.graph())
                            .put("spin", settings.spin());
            request.set("batches", described);
            worker.ask(request)
                    .path("facts")
                    .properties()
                    .forEach(it -> facts.put(it.getKey(), it.getValue().asString("")));
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    @Override
    public void step() {
        worker.send(step);
        settle(ahead);
    }

    /// Takes answers until no more than this many are out.
    private void settle(int left) {
        while (worker.waiting() > left) {
            progress(worker.answer());
        }
    }

    private void progress(JsonNode answer) {
        completed = answer.path("completed").asLong();
        batch = answer.path("batch").asInt();
    }

    @Override
    public void drain() {
        settle(0);
        progress(worker.ask(WorkerProcess.request("drain")));
    }

    @Override
    public void clear() {
        settle(0);
        progress(worker.ask(WorkerProcess.request("clear")));
    }

    @Override
    public long completed() {
        settle(0);
        return completed;
    }

    @Override
    public List<QueryTrace> traces() {
        settle(0);
        try (TensorFile file = TensorFile.empty();
                Arena mapping = Arena.ofConfined()) {
            worker.ask(WorkerProcess.request("traces").put("file", file.path().toString()));
            try (FileChannel channel = FileChannel.open(file.path())) {
                return traces(channel.map(MapMode.READ_ONLY, 0, channel.size(), mapping));
            } catch (IOException e) {
                throw AssayException.environment("Cannot read the worker's times: " + e, e);
            }
        }
    }

    /// Ten numbers a query, in the order of the record.
    static List<QueryTrace> traces(MemorySegment bytes) {
        List<QueryTrace> traces = new ArrayList<>();
        double[] row = new double[10];
        for (long at = 0; at + TRACE_BYTES <= bytes.byteSize(); at += TRACE_BYTES) {
            for (int i = 0; i < row.length; i++) {
                row[i] =
                        bytes.get(
                                JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN),
                                at + (long) i * Double.BYTES);
            }
            traces.add(
                    new QueryTrace(
                            row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8],
                            row[9]));
        }
        return traces;
    }

    @Override
    public long dropped() {
        return completed() - traces().size();
    }

    @Override
    public Map<String, String> facts() {
        return Collections.unmodifiableMap(facts);
    }

    @Override
    public int lastBatch() {
        settle(0);
        return batch;
    }

    @Override
    public List<TensorData> outputs() {
        settle(0);
        JsonNode answer = worker.ask(WorkerProcess.request("outputs"));
        if (answer.has("outputs")) {
            outputs = TensorFile.outputs(answer.path("outputs"), arena);
        }
        return outputs;
    }

    @Override
    public void close() {
        arena.close();
        worker.tell(WorkerProcess.request("shut"));
    }
}
