package dev.assay.engines.python;

import dev.assay.core.AssayException;
import dev.assay.core.device.DeviceMemory;
import dev.assay.core.format.Json;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.Session;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A network in a worker process of its own; sessions share it.
final class PythonEngine implements Engine {
    private final WorkerProcess worker;
    private final WorkerSettings settings;
    private final Map<String, String> facts = new TreeMap<>();

    private PythonEngine(WorkerProcess worker, WorkerSettings settings) {
        this.worker = worker;
        this.settings = settings;
    }

    static PythonEngine load(EngineRequest request) {
        WorkerSettings settings = WorkerSettings.of(request);
        WorkerProcess worker = WorkerProcess.start(settings);
        PythonEngine engine = new PythonEngine(worker, settings);
        try {
            engine.start();
            engine.load(request, settings);
            return engine;
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    private void start() {
        ObjectNode request =
                WorkerProcess.request("start")
                        .put("device", settings.device())
                        .put("precision", settings.precision().name())
                        .put("cast", settings.cast())
                        .put("threads", settings.threads())
                        .put("cudnnBenchmark", settings.cudnnBenchmark());
        request.set(
                "folders",
                Json.compact()
                        .valueToTree(TensorFile.folders().stream().map(Object::toString).toList()));
        keep(worker.ask(request));
    }

    private void load(EngineRequest request, WorkerSettings settings) {
        ObjectNode load =
                WorkerProcess.request("load")
                        .put("file", request.model().toAbsolutePath().toString())
                        .put("compile", settings.compiled())
                        .put("oneShape", settings.oneShape());
        request.function().ifPresent(it -> load.put("function", it));
        load.set("outputs", Json.compact().valueToTree(request.outputNames()));
        keep(worker.ask(load));
    }

    private void keep(JsonNode answer) {
        answer.properties().forEach(it -> facts.put(it.getKey(), it.getValue().asString("")));
    }

    /// What the worker says of itself and of what it loaded.
    Map<String, String> facts() {
        return Collections.unmodifiableMap(facts);
    }

    private boolean onCuda() {
        return "cuda".equals(facts.get("device"));
    }

    @Override
    public Session openSession() {
        return new PythonSession(worker, onCuda(), settings.graph());
    }

    @Override
    public Optional<DeviceMemory> memory() {
        if (!onCuda()) {
            return Optional.empty();
        }
        try {
            JsonNode answer = worker.ask(WorkerProcess.request("memory"));
            long weights = answer.path("weights").asLong();
            return Optional.of(
                    new DeviceMemory(weights, answer.path("peak").asLong() - weights, 0));
        } catch (AssayException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        worker.close();
    }
}
