package dev.assay.accuracy;

import dev.assay.accuracy.cause.Causes;
import dev.assay.accuracy.consistency.SelfConsistency;
import dev.assay.accuracy.detection.DetectionJob;
import dev.assay.accuracy.detection.DetectionScoring;
import dev.assay.accuracy.image.ErrorPictures;
import dev.assay.accuracy.image.ImageScorer;
import dev.assay.core.AssayException;
import dev.assay.core.detection.DetectionTask;
import dev.assay.core.format.Sha256;
import dev.assay.core.process.Worker;
import dev.assay.core.run.AccuracyOutcome;
import dev.assay.core.run.AccuracyResult;
import dev.assay.core.run.ConsistencyResult;
import dev.assay.core.run.DetectionScores;
import dev.assay.core.run.ErrorEvidence;
import dev.assay.core.run.OutputDigest;
import dev.assay.core.run.TaskScore;
import dev.assay.core.stats.TensorPairs;
import dev.assay.core.suite.TaskKind;
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
import java.util.Optional;
import java.util.stream.IntStream;

/// Compares one case with its stored outputs, in a process of its own.
public final class AccuracyWorker {
    private final AccuracyJob job;
    private final Arena arena;
    private final ModelInputs inputs;
    private final Map<String, DistinctRows> outputs = new LinkedHashMap<>();
    private final Map<String, TensorData> expectedOutputs = new LinkedHashMap<>();
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
                        return new AccuracyWorker(job, arena).reply();
                    }
                });
    }

    private AccuracyReply reply() {
        // First: a mistake in the data is told before the engine runs for minutes.
        job.range().ifPresent(it -> InputAssertions.requireRange(inputs, it));
        job.references().ifPresent(it -> InputAssertions.requireSource(it, inputs));
        Optional<References> references =
                job.references().map(it -> References.read(it, inputs.rows(), arena));
        try (Engine engine = EngineProviders.load(job.engine())) {
            AccuracyOutcome outcome;
            try (Session session = engine.openSession()) {
                outcome = references.map(it -> compare(it, session)).orElseGet(this::unreferenced);
                if (job.detection().isPresent()
                        && outcome instanceof AccuracyOutcome.Compared compared) {
                    outcome = compared.with(score(job.detection().get(), session));
                }
            }
            return new AccuracyReply(outcome, consistency(engine));
        }
    }

    /// A detector may have images and no stored outputs. NaN is wrong whatever the reference is.
    private AccuracyOutcome unreferenced() {
        List<String> nonFinite = TimedOutputs.nonFinite(job.timed());
        if (!nonFinite.isEmpty()) {
            return new AccuracyOutcome.Wrong(nonFinite);
        }
        return job.detection().isPresent()
                ? new AccuracyOutcome.Compared("", 0, Map.of(), List.of(), List.of(), List.of())
                : new AccuracyOutcome.Unchecked("the suite names no references for this model");
    }

    private List<ConsistencyResult> consistency(Engine engine) {
        try (Arena own = Arena.ofShared()) {
            return new SelfConsistency(engine, inputs, job.batch(), job.tolerance(), own).check();
        }
    }

    private DetectionScores score(AccuracyJob.Detector detector, Session session) {
        DetectionTask task = detector.task();
        String input =
                task.preprocess()
                        .input()
                        .orElseGet(() -> {
                            if (inputs.names().size() == 1) {
                                return inputs.names().getFirst();
                            }
                            throw AssayException.config(
                                    "%s has the inputs %s: name that of the images in 'preprocess' as 'input'"
                                            .formatted(job.inputs(), inputs.names()));
                        });
        return DetectionScoring.score(
                new DetectionJob(
                        task,
                        input,
                        job.batch(),
                        job.tolerance().detection(),
                        detector.folder(),
                        job.runRoot()),
                session);
    }

    private AccuracyOutcome compare(References references, Session session) {
        runAllBatches(session);
        List<TensorData> computed = outputs.values().stream().map(it -> it.tensor(arena)).toList();
        List<String> mismatches = references.mismatches(computed);
        if (!mismatches.isEmpty()) {
            return new AccuracyOutcome.Wrong(mismatches);
        }
        OutputJudge judge = new OutputJudge(job.tolerance());
        Optional<References> truth =
                job.image().targets().map(it -> References.read(it, inputs.rows(), arena));
        ImageScorer scorer = new ImageScorer(job.image().metrics(), job.tolerance());
        scorer.requireOutputs(computed);
        List<TaskScore> scores = new ArrayList<>();
        List<AccuracyResult> results = new ArrayList<>();
        for (TensorData output : computed) {
            List<Integer> rows = Objects.requireNonNull(outputs.get(output.name())).rows();
            TensorData expected =
                    ModelInputs.gather(references.of(output.name(), computed.size()), rows, arena);
            expectedOutputs.put(output.name(), expected);
            List<AccuracyResult> views =
                    View.of(job.task(), output.shape()).stream()
                            .map(view ->
                                    judge.judge(
                                            output.name(),
                                            view.name(),
                                            TensorPairs.of(output, expected, view.elements())))
                            .toList();
            results.addAll(
                    views.stream().allMatch(AccuracyResult::passed)
                            ? views
                            : withCauses(views, Causes.of(output, expected)));
            if (scorer.asksFor(output)) {
                scores.addAll(
                        scorer.score(
                                new ImageScorer.Scored(
                                        output,
                                        rows,
                                        references.of(output.name(), computed.size()),
                                        truth.map(it -> it.of(output.name(), computed.size())))));
            }
        }
        AccuracyOutcome.Compared compared = compared(references, judge, results, scores);
        return compared.with(evidence(computed, !compared.violations().isEmpty()));
    }

    private AccuracyOutcome.Compared compared(
            References references,
            OutputJudge judge,
            List<AccuracyResult> results,
            List<TaskScore> scores) {
        return new AccuracyOutcome.Compared(
                references.file().toString(),
                outputs.values().stream().mapToInt(it -> it.rows().size()).max().orElse(0),
                job.tolerance().limits(),
                results,
                new TimedOutputs(job.runRoot(), references, judge).compare(job.timed()),
                bitwiseEqualForks(),
                scores,
                Optional.empty(),
                Optional.empty());
    }

    private ErrorEvidence evidence(List<TensorData> computed, boolean wrong) {
        boolean drawn = job.task() == TaskKind.IMAGE && (wrong || job.pictures().always());
        ErrorPictures pictures =
                new ErrorPictures(
                        job.image(),
                        drawn ? Optional.of(job.pictures().folder()) : Optional.empty(),
                        job.runRoot());
        for (TensorData output : computed) {
            pictures.add(
                    output,
                    Objects.requireNonNull(expectedOutputs.get(output.name())),
                    Objects.requireNonNull(outputs.get(output.name())).rows());
        }
        return pictures.evidence();
    }

    /// The first view that failed says what may be the cause.
    private static List<AccuracyResult> withCauses(
            List<AccuracyResult> views, List<String> causes) {
        List<AccuracyResult> results = new ArrayList<>(views);
        int failed =
                IntStream.range(0, views.size())
                        .filter(i -> !views.get(i).passed())
                        .findFirst()
                        .orElseThrow();
        AccuracyResult view = views.get(failed);
        List<String> violations = new ArrayList<>(view.violations());
        causes.forEach(cause -> violations.add("perhaps " + cause));
        results.set(
                failed,
                new AccuracyResult(view.output(), view.view(), view.statistics(), violations));
        return results;
    }

    private void runAllBatches(Session session) {
        for (int batch = 0; batch < inputs.batches(job.batch()); batch++) {
            try (Query query = session.bind(inputs.batch(batch, job.batch(), arena))) {
                query.run();
                keep(batch, query.outputs());
            }
        }
    }

    private void keep(int batch, List<TensorData> batchOutputs) {
        List<Integer> rows = inputs.rowsOf(batch, job.batch());
        for (TensorData output : batchOutputs) {
            if (output.shape().rank() == 0 || output.shape().dim(0) != job.batch()) {
                throw AssayException.data(
                        "Output '%s' has shape %s: its first extent is not the batch, %d"
                                .formatted(output.name(), output.shape(), job.batch()));
            }
            outputs.computeIfAbsent(output.name(), name -> new DistinctRows(output.spec()))
                    .add(output, rows, arena);
        }
        if (wasTimed(rows)) {
            hashesByRows.put(
                    rows, batchOutputs.stream().map(it -> Sha256.of(it.segment())).toList());
        }
    }

    /// Whether a fork ended with this batch. The others need no hash, and of outputs of half a
    /// gigabyte hashing is the larger part of the work.
    private boolean wasTimed(List<Integer> rows) {
        return job.timed().values().stream()
                .flatMap(List::stream)
                .anyMatch(digest -> digest.rows().equals(rows));
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
