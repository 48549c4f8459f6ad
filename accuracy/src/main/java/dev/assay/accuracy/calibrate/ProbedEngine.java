package dev.assay.accuracy.calibrate;

import dev.assay.core.AssayException;
import dev.assay.core.calibration.CalibrationRows;
import dev.assay.core.suite.Precision;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineCache;
import dev.assay.engines.EngineProvider;
import dev.assay.engines.EngineProviders;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.PreparedEngine;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A probed model in an engine, run on calibration rows.
final class ProbedEngine implements AutoCloseable {
    private final CalibrationRows rows;
    private final PreparedEngine prepared;
    private final Engine engine;
    private final int batch;

    ProbedEngine(CalibrationJob job, Path model, CalibrationRows rows) {
        this.rows = rows;
        EngineProvider provider = EngineProviders.get(job.engine());
        EngineRequest request =
                new EngineRequest(
                        job.engine(),
                        model,
                        Precision.FP32,
                        job.calibration(),
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        1,
                        Map.of());
        this.prepared = provider.prepare(request, new EngineCache(job.folder()));
        this.batch = batch(job);
        this.engine = provider.load(prepared);
    }

    /// One row at a time takes the least memory; a model of a fixed batch gets its batch.
    private int batch(CalibrationJob job) {
        int fixed = 1;
        for (TensorSpec input : prepared.inputs()) {
            long first = input.shape().rank() == 0 ? 1 : input.shape().dim(0);
            fixed = first == Shape.DYNAMIC ? fixed : Math.toIntExact(first);
        }
        if (rows.count() % fixed != 0) {
            throw AssayException.data(
                    "%s takes %d rows at a time, %s holds %d: give a multiple"
                            .formatted(job.model(), fixed, job.calibration(), rows.count()));
        }
        return fixed;
    }

    /// Library and version that computes.
    String library() {
        return prepared.identity().library() + " " + prepared.identity().version();
    }

    /// Runs the first batch only.
    void runFirst(Consumer<Map<String, TensorData>> outputs) {
        run(1, outputs);
    }

    /// Runs all rows, batch after batch.
    ///
    /// @param outputs takes the outputs of each batch by name; they are gone when it returns
    void runAll(Consumer<Map<String, TensorData>> outputs) {
        run(rows.count() / batch, outputs);
    }

    private void run(int batches, Consumer<Map<String, TensorData>> outputs) {
        try (Session session = engine.openSession()) {
            for (int index = 0; index < batches; index++) {
                try (Arena arena = Arena.ofShared();
                        Query query = session.bind(batch(index, arena))) {
                    query.run();
                    Map<String, TensorData> byName = new LinkedHashMap<>();
                    query.outputs().forEach(it -> byName.put(it.name(), it));
                    outputs.accept(byName);
                }
            }
        }
    }

    private Map<String, TensorData> batch(int index, Arena arena) {
        Map<String, TensorData> inputs = new LinkedHashMap<>();
        for (String name : rows.tensors().keySet()) {
            inputs.put(name, rows.batch(name, index, batch, arena));
        }
        return inputs;
    }

    @Override
    public void close() {
        engine.close();
    }
}
