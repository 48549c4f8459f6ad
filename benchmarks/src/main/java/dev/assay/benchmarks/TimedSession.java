package dev.assay.benchmarks;

import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Json;
import dev.assay.core.run.Flow;
import dev.assay.core.run.HostEvidence;
import dev.assay.core.run.OutputDigest;
import dev.assay.core.run.Timing;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.EngineDescriptor.Device;
import dev.assay.core.suite.Workload;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineProviders;
import dev.assay.engines.ModelInputs;
import dev.assay.engines.Session;
import java.lang.foreign.Arena;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/// An engine's session in the measuring JVM, with the loop that times its queries.
final class TimedSession implements AutoCloseable {
    private final ForkJob job;
    private final Arena arena = Arena.ofShared();
    private final Engine engine;
    private final Session session;
    private final TimedLoop loop;
    private final double loadSeconds;
    private final double loadAverage;
    private long gcCount;
    private double gcSeconds;
    private long began;

    private TimedSession(ForkJob job) {
        this.job = job;
        this.loadAverage = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        long start = System.nanoTime();
        this.engine = EngineProviders.load(job.engine());
        this.session = engine.openSession();
        this.loadSeconds = (System.nanoTime() - start) / 1e9;
        ModelInputs inputs = ModelInputs.read(job.inputs(), job.rowShape(), arena);
        this.loop = loop(job, session, inputs, arena);
    }

    /// Engines that time nothing on their device are timed from the host.
    private static TimedLoop loop(ForkJob job, Session session, ModelInputs inputs, Arena arena) {
        Device device = EngineCatalog.standard().get(job.engine().request().engine()).device();
        if (device == Device.CPU) {
            return new HostLoop(job, session, inputs, arena);
        }
        if (job.workload().kind() == Workload.Kind.THROUGHPUT) {
            return DeviceLoop.open(job, session, inputs, arena);
        }
        return DeviceLoop.find(job, session, inputs, arena)
                .<TimedLoop>map(it -> it)
                .orElseGet(() -> new HostLoop(job, session, inputs, arena));
    }

    static TimedSession open(ForkJob job) {
        return new TimedSession(job);
    }

    /// From now on times are samples, not warm-up.
    void startMeasuring() {
        gcCount = gcCount();
        gcSeconds = gcSeconds();
        loop.startMeasuring();
        began = System.nanoTime();
    }

    void query() {
        try {
            loop.query();
        } catch (RuntimeException e) {
            ForkFailure.write(job.folder(), e);
            throw e;
        }
    }

    /// Writes samples, output digests and the report.
    void report() {
        ForkFailure.recording(
                job.folder(),
                () -> {
                    loop.stopMeasuring();
                    write(new ForkReport.Window(began, System.nanoTime()));
                    return true;
                });
    }

    private void write(ForkReport.Window window) {
        HostEvidence host =
                new HostEvidence(
                        gcCount() - gcCount, gcSeconds() - gcSeconds, loadAverage, loadSeconds);
        Flow flow = loop.flow();
        List<OutputDigest> outputs = loop.outputs();
        List<Timing> timings = loop.timings();
        ForkReport report =
                new ForkReport(
                        timings,
                        flow,
                        loop.facts(),
                        outputs,
                        host,
                        engine.memory(),
                        window,
                        ProcessHandle.current().pid());
        AtomicFile.write(
                job.folder().resolve(ForkReport.FILE), Json.indented().writeValueAsString(report));
    }

    @Override
    public void close() {
        loop.close();
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
