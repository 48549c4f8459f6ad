package dev.assay.benchmarks;

import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.FloatFile;
import dev.assay.core.format.Json;
import dev.assay.core.run.HostEvidence;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.run.SampleSummary;
import dev.assay.core.run.WarmUp;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineProviders;
import dev.assay.engines.ModelInputs;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import java.lang.foreign.Arena;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/// An engine's session in the measuring JVM, with the times of its queries.
///
/// Queries take turns over all stored input rows, so that an engine is not timed on one input.
final class TimedSession implements AutoCloseable {
    private static final int CAPACITY = 1 << 20;

    private final ForkJob job;
    private final Arena arena = Arena.ofShared();
    private final Engine engine;
    private final Session session;
    private final ModelInputs inputs;
    private final List<Query> queries = new ArrayList<>();
    private final SampleBuffer warmUp = new SampleBuffer(CAPACITY);
    private final SampleBuffer samples = new SampleBuffer(CAPACITY);
    private final double loadSeconds;
    private final double firstQuerySeconds;
    private final double loadAverage;
    private long gcCount;
    private double gcSeconds;
    private SampleBuffer current = warmUp;
    private int next;
    private int last;

    private TimedSession(ForkJob job) {
        this.job = job;
        this.loadAverage = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        long start = System.nanoTime();
        this.engine = EngineProviders.load(job.engine());
        this.session = engine.openSession();
        this.loadSeconds = (System.nanoTime() - start) / 1e9;
        this.inputs = ModelInputs.read(job.inputs(), job.rowShape(), arena);
        queries.add(session.bind(inputs.batch(0, job.batch(), arena)));
        long firstStart = System.nanoTime();
        queries.getFirst().run();
        this.firstQuerySeconds = (System.nanoTime() - firstStart) / 1e9;
        for (int i = 1; i < inputs.batches(job.batch()); i++) {
            Query query = session.bind(inputs.batch(i, job.batch(), arena));
            // The first run of a query allocates its outputs; that belongs to no sample.
            query.run();
            queries.add(query);
        }
    }

    static TimedSession open(ForkJob job) {
        return new TimedSession(job);
    }

    /// From now on times are samples, not warm-up.
    void startMeasuring() {
        current = samples;
        gcCount = gcCount();
        gcSeconds = gcSeconds();
    }

    /// One query, timed on the host's clock: {@link MeasurementBoundary#HOST_END_TO_END}.
    void query() {
        Query query = queries.get(next);
        long start = System.nanoTime();
        try {
            query.run();
        } catch (RuntimeException e) {
            ForkFailure.write(job.folder(), e);
            throw e;
        }
        long elapsed = System.nanoTime() - start;
        current.add(elapsed);
        last = next;
        next = next + 1 == queries.size() ? 0 : next + 1;
    }

    /// Writes samples, output digests and the report.
    void report() {
        long collections = gcCount() - gcCount;
        double collecting = gcSeconds() - gcSeconds;
        float[] seconds = samples.seconds();
        String file =
                RunDirectory.samplesFile(
                        job.caseId(), MeasurementBoundary.HOST_END_TO_END, job.fork());
        FloatFile.write(job.runRoot().resolve(file), seconds);
        WarmUp judged =
                WarmUpJudge.judge(seconds, warmUp.totalSeconds(), warmUp.size(), firstQuerySeconds);
        ForkReport report =
                new ForkReport(
                        SampleSummary.of(file, seconds, samples.dropped()),
                        judged,
                        OutputDigests.write(
                                job, queries.get(last).outputs(), inputs.rowsOf(last, job.batch())),
                        new HostEvidence(collections, collecting, loadAverage, loadSeconds),
                        samples.totalSeconds());
        AtomicFile.write(
                job.folder().resolve(ForkReport.FILE), Json.indented().writeValueAsString(report));
    }

    @Override
    public void close() {
        queries.forEach(Query::close);
        session.close();
        engine.close();
        arena.close();
    }

    private static long gcCount() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    private static double gcSeconds() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                        .sum()
                / 1e3;
    }
}
