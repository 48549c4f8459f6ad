package dev.assay.accuracy;

import dev.assay.core.AssayException;
import dev.assay.core.format.Sha256;
import dev.assay.core.process.Worker;
import dev.assay.core.run.AccuracyOutcome;
import dev.assay.core.run.AccuracyResult;
import dev.assay.core.run.OutputDigest;
import dev.assay.core.stats.TensorPairs;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Compares one case with its stored outputs, in a process of its own.
public final class AccuracyWorker {
    private final AccuracyJob job;
    private final Arena arena;
    private final ModelInputs inputs;
    private final Map<String, TensorData> outputs = new LinkedHashMap<>();
    private final Map<List<Integer>, List<String>> hashesByRows = new LinkedHashMap<>();

    private AccuracyWorker(AccuracyJob job, Arena arena) {
        this.job = job;
        this.arena = arena;
        this.inputs = ModelInputs.read(job.inputs(), job.rowShape(), arena);
    }

    public static void main(String[] args) throws IOException {
        Worker.main(
                args,
                AccuracyJob.class,
                job -> {
                    try (Arena arena = Arena.ofShared()) {
                        return new AccuracyWorker(job, arena).compare();
                    }
                });
    }

    private AccuracyOutcome compare() {
        References references = References.read(job.references(), inputs.rows(), arena);
        runAllBatches();
        List<String> mismatches = references.mismatches(outputs.values());
        if (!mismatches.isEmpty()) {
            return new AccuracyOutcome.Wrong(mismatches);
        }
        OutputJudge judge = new OutputJudge(job.tolerance());
        List<AccuracyResult> results = new ArrayList<>();
        for (TensorData output : outputs.values()) {
            TensorData expected =
                    ModelInputs.gather(
                            references.of(output.name(), outputs.size()), allRows(), arena);
            for (View view : View.of(job.task(), output.shape())) {
                TensorPairs pairs = TensorPairs.of(output, expected, view.contains());
                results.add(judge.judge(output.name(), view.name(), pairs));
            }
        }
        return new AccuracyOutcome.Compared(
                job.references().toString(),
                allRows().size(),
                job.tolerance().limits(),
                results,
                new TimedOutputs(job.runRoot(), references, judge).compare(job.timed()),
                bitwiseEqualForks());
    }

    private void runAllBatches() {
        try (Engine engine = EngineProviders.load(job.engine());
                Session session = engine.openSession()) {
            for (int batch = 0; batch < inputs.batches(job.batch()); batch++) {
                try (Query query = session.bind(inputs.batch(batch, job.batch(), arena))) {
                    query.run();
                    keep(batch, query.outputs());
                }
            }
        }
    }

    /// Appends a batch's outputs to those of all batches, `[batches × B, …]`.
    private void keep(int batch, List<TensorData> batchOutputs) {
        List<String> hashes = new ArrayList<>();
        for (TensorData output : batchOutputs) {
            if (output.shape().rank() == 0 || output.shape().dim(0) != job.batch()) {
                throw AssayException.data(
                        "Output '%s' has shape %s: its first extent is not the batch, %d"
                                .formatted(output.name(), output.shape(), job.batch()));
            }
            TensorData all =
                    outputs.computeIfAbsent(
                            output.name(),
                            name ->
                                    TensorData.allocate(
                                            new TensorSpec(
                                                    name,
                                                    output.spec().elementType(),
                                                    output.shape()
                                                            .row()
                                                            .withBatch(allRows().size())),
                                            arena));
            long bytes = output.segment().byteSize();
            MemorySegment.copy(output.segment(), 0, all.segment(), batch * bytes, bytes);
            hashes.add(Sha256.of(output.segment()));
        }
        hashesByRows.put(inputs.rowsOf(batch, job.batch()), hashes);
    }

    private List<Integer> allRows() {
        return IntStream.range(0, inputs.batches(job.batch()))
                .boxed()
                .flatMap(batch -> inputs.rowsOf(batch, job.batch()).stream())
                .toList();
    }

    private List<Integer> bitwiseEqualForks() {
        return job.timed().entrySet().stream()
                .filter(entry -> {
                    List<OutputDigest> digests = entry.getValue();
                    return !digests.isEmpty()
                            && digests.stream()
                                    .map(OutputDigest::sha256)
                                    .toList()
                                    .equals(hashesByRows.get(digests.getFirst().rows()));
                })
                .map(Map.Entry::getKey)
                .toList();
    }
}
