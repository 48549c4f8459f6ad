package dev.assay.accuracy;

import dev.assay.core.AssayException;
import dev.assay.core.format.Sha256;
import dev.assay.core.process.Worker;
import dev.assay.core.run.AccuracyOutcome;
import dev.assay.core.run.AccuracyResult;
import dev.assay.core.run.OutputDigest;
import dev.assay.core.stats.TensorPairs;
import dev.assay.core.tensor.TensorData;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineProviders;
import dev.assay.engines.ModelInputs;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Compares one case with its stored outputs, in a process of its own.
public final class AccuracyWorker {
    private final AccuracyJob job;
    private final Arena arena;
    private final ModelInputs inputs;
    private final Map<String, DistinctRows> outputs = new LinkedHashMap<>();
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
        List<TensorData> computed = outputs.values().stream().map(it -> it.tensor(arena)).toList();
        List<String> mismatches = references.mismatches(computed);
        if (!mismatches.isEmpty()) {
            return new AccuracyOutcome.Wrong(mismatches);
        }
        OutputJudge judge = new OutputJudge(job.tolerance());
        List<AccuracyResult> results = new ArrayList<>();
        for (TensorData output : computed) {
            List<Integer> rows = Objects.requireNonNull(outputs.get(output.name())).rows();
            TensorData expected =
                    ModelInputs.gather(references.of(output.name(), computed.size()), rows, arena);
            results.addAll(
                    View.of(job.task(), output.shape()).stream()
                            .map(view ->
                                    judge.judge(
                                            output.name(),
                                            view.name(),
                                            TensorPairs.of(output, expected, view.elements())))
                            .toList());
        }
        return new AccuracyOutcome.Compared(
                job.references().toString(),
                outputs.values().stream().mapToInt(it -> it.rows().size()).max().orElse(0),
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

    private void keep(int batch, List<TensorData> batchOutputs) {
        List<Integer> rows = inputs.rowsOf(batch, job.batch());
        List<String> hashes = new ArrayList<>();
        for (TensorData output : batchOutputs) {
            if (output.shape().rank() == 0 || output.shape().dim(0) != job.batch()) {
                throw AssayException.data(
                        "Output '%s' has shape %s: its first extent is not the batch, %d"
                                .formatted(output.name(), output.shape(), job.batch()));
            }
            outputs.computeIfAbsent(output.name(), name -> new DistinctRows(output.spec()))
                    .add(output, rows, arena);
            hashes.add(Sha256.of(output.segment()));
        }
        hashesByRows.put(rows, hashes);
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
