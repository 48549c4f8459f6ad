package dev.assay.accuracy.trial;

import dev.assay.core.AssayException;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.process.Worker;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineProviders;
import dev.assay.engines.ModelInputs;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Computes every stored row once, in a process of its own, and keeps the outputs.
public final class TrialWorker {
    private final TrialJob job;
    private final Arena arena;
    private final Map<String, TensorData> outputs = new LinkedHashMap<>();

    private TrialWorker(TrialJob job, Arena arena) {
        this.job = job;
        this.arena = arena;
    }

    /// @param outputs that were written
    public record Answer(List<TensorSpec> outputs) {
        public Answer {
            outputs = List.copyOf(outputs);
        }
    }

    public static void main(String[] args) throws IOException {
        Worker.main(
                args,
                TrialJob.class,
                job -> {
                    try (Arena arena = Arena.ofShared()) {
                        return new TrialWorker(job, arena).compute();
                    }
                });
    }

    private Answer compute() {
        ModelInputs inputs = ModelInputs.read(job.inputs(), job.rowShape(), arena);
        try (Engine engine = EngineProviders.load(job.engine());
                Session session = engine.openSession()) {
            for (int index = 0; index < inputs.batches(job.batch()); index++) {
                try (Arena ofBatch = Arena.ofShared();
                        Query query = session.bind(inputs.batch(index, job.batch(), ofBatch))) {
                    query.run();
                    keep(query.outputs(), inputs.rowsOf(index, job.batch()), inputs.rows());
                }
            }
        }
        SafetensorsFile.write(job.out(), outputs.values());
        return new Answer(outputs.values().stream().map(TensorData::spec).toList());
    }

    private void keep(List<TensorData> batch, List<Integer> rows, int all) {
        for (TensorData output : batch) {
            if (output.shape().rank() == 0 || output.shape().dim(0) != rows.size()) {
                throw AssayException.data(
                        "output '%s' is %s for a batch of %d: its first extent has to be the batch, one entry for each row"
                                .formatted(output.name(), output.spec(), rows.size()));
            }
            TensorData kept =
                    outputs.computeIfAbsent(
                            output.name(),
                            name ->
                                    TensorData.allocate(
                                            new TensorSpec(
                                                    name,
                                                    output.spec().elementType(),
                                                    output.shape().row().withBatch(all)),
                                            arena));
            if (!kept.shape().row().equals(output.shape().row())) {
                throw AssayException.data(
                        "output '%s' has rows of %s, and of %s for other inputs: rows of one suite need outputs of one shape"
                                .formatted(
                                        output.name(), kept.shape().row(), output.shape().row()));
            }
            for (int i = 0; i < rows.size(); i++) {
                MemorySegment row = output.row(i).segment();
                kept.row(rows.get(i)).segment().copyFrom(row);
            }
        }
    }
}
