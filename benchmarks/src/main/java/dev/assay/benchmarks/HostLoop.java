package dev.assay.benchmarks;

import dev.assay.core.run.Flow;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.run.OutputDigest;
import dev.assay.core.run.Timing;
import dev.assay.core.suite.Workload;
import dev.assay.core.tensor.TensorData;
import dev.assay.engines.ModelInputs;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Blocking queries timed on the host's clock.
///
/// Queries take turns over all stored input rows, so that an engine is not timed on one input.
final class HostLoop implements TimedLoop {
    private static final int CAPACITY = 1 << 20;

    private final ForkJob job;
    private final ModelInputs inputs;
    private final List<Query> queries = new ArrayList<>();
    private final SampleBuffer warmUp = new SampleBuffer(CAPACITY);
    private final SampleBuffer samples = new SampleBuffer(CAPACITY);
    private final SampleBuffer service = new SampleBuffer(CAPACITY);
    private final MeasurementBoundary boundary;
    private final Schedule schedule;
    private final double firstQuerySeconds;
    private SampleBuffer current = warmUp;
    private long began;
    private long ended;
    private int next;
    private int last;

    HostLoop(ForkJob job, Session session, ModelInputs inputs, Arena arena) {
        this.job = job;
        this.inputs = inputs;
        boolean load = job.workload().kind() == Workload.Kind.LOAD;
        this.boundary =
                load
                        ? MeasurementBoundary.SCHEDULED_END_TO_END
                        : MeasurementBoundary.HOST_END_TO_END;
        this.schedule =
                load ? Schedule.poisson(job.workload().queriesPerSecond()) : Schedule.none();
        queries.add(session.bind(inputs.batch(0, job.batch(), arena)));
        long start = System.nanoTime();
        queries.getFirst().run();
        this.firstQuerySeconds = (System.nanoTime() - start) / 1e9;
        for (int i = 1; i < inputs.batches(job.batch()); i++) {
            Query query = session.bind(inputs.batch(i, job.batch(), arena));
            // The first run of a query allocates its outputs; that belongs to no sample.
            query.run();
            queries.add(query);
        }
        schedule.start(System.nanoTime());
    }

    @Override
    public void startMeasuring() {
        current = samples;
        began = System.nanoTime();
        schedule.start(began);
    }

    @Override
    public void query() {
        Query query = queries.get(next);
        long due = schedule.await();
        long start = System.nanoTime();
        query.run();
        ended = System.nanoTime();
        if (job.slowdown() > 0) {
            slowDown(start);
        }
        current.add(ended - (schedule.open() ? due : start));
        if (current == samples && schedule.open()) {
            service.add(ended - start);
        }
        last = next;
        next = next + 1 == queries.size() ? 0 : next + 1;
    }

    /// Keeps the processor busy for a share of the time that the query took.
    private void slowDown(long start) {
        long until = ended + Math.round((ended - start) * job.slowdown());
        do {
            ended = System.nanoTime();
        } while (ended < until);
    }

    @Override
    public void stopMeasuring() {
        // Every query has blocked until its end.
    }

    @Override
    public List<Timing> timings() {
        return List.of(
                Samples.write(
                        job,
                        boundary,
                        samples.seconds(),
                        schedule.open() ? service.seconds() : samples.seconds(),
                        samples.dropped(),
                        new Samples.WarmUpFacts(
                                warmUp.totalSeconds(), warmUp.size(), firstQuerySeconds)));
    }

    @Override
    public Flow flow() {
        long queriesRun = samples.size() + samples.dropped();
        // A closed loop is as fast as its queries: the harness between them is not the engine's.
        double seconds =
                job.workload().kind() == Workload.Kind.LOAD || samples.dropped() > 0
                        ? (ended - began) / 1e9
                        : samples.totalSeconds();
        return new Flow(queriesRun, seconds, 1);
    }

    @Override
    public List<OutputDigest> outputs() {
        List<TensorData> outputs = queries.get(last).outputs();
        return OutputDigests.write(job, outputs, inputs.rowsOf(last, job.batch()));
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>(schedule.facts());
        if (job.slowdown() > 0) {
            facts.put("slowdown", "busy for %s of each query's time".formatted(job.slowdown()));
        }
        return facts;
    }

    @Override
    public void close() {
        queries.forEach(Query::close);
    }
}
