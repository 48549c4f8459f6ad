package dev.assay.engines.python;

import dev.assay.core.format.Json;
import dev.assay.core.tensor.TensorData;
import dev.assay.engines.Query;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// Inputs and outputs in memory that the worker has mapped, too: a run passes two short lines.
final class PythonQuery implements Query {
    private final WorkerProcess worker;
    private final int number;
    private final Arena arena = Arena.ofShared();
    private List<TensorData> outputs = List.of();

    /// @param number of its own in this worker
    PythonQuery(WorkerProcess worker, int number, Map<String, TensorData> inputs) {
        this.worker = worker;
        this.number = number;
        ArrayNode described = Json.compact().createArrayNode();
        try (TensorFile file = TensorFile.of(List.of(inputs), described)) {
            worker.ask(
                    WorkerProcess.request("bind")
                            .put("query", number)
                            .put("file", file.path().toString())
                            .put("bytes", file.size())
                            .set("inputs", described.get(0)));
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    @Override
    public void run() {
        JsonNode answer = worker.ask(WorkerProcess.request("run").put("query", number));
        if (answer.has("outputs")) {
            outputs = TensorFile.outputs(answer.path("outputs"), arena);
        }
    }

    @Override
    public List<TensorData> outputs() {
        return outputs;
    }

    @Override
    public void close() {
        arena.close();
        worker.tell(WorkerProcess.request("unbind").put("query", number));
    }
}
