package dev.assay.benchmarks;

import dev.assay.core.AssayException;
import dev.assay.core.process.Worker;
import dev.assay.core.suite.CaseId;
import dev.assay.core.tensor.Shape;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineProviders;
import dev.assay.engines.ModelInputs;
import dev.assay.engines.PreparedEngine;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Finds out roughly how long a query of each case takes: what decides how long forks measure, and
/// nothing else.
public final class ProbeWorker {
    private static final int QUERIES = 3;

    private ProbeWorker() {}

    /// @param cases of one engine
    /// @param turn a file that probes of one run lock while they time: several engines may be
    ///   prepared at once, and a query beside another engine's seems longer, which would make every
    ///   fork longer
    record Job(PreparedEngine engine, List<Case> cases, Path turn) {}

    record Case(CaseId caseId, Path inputs, Shape rowShape, int batch) {}

    record Answer(List<Time> times) {}

    /// @param seconds the fastest of a few queries after a first one
    record Time(CaseId caseId, double seconds) {}

    public static void main(String[] args) throws IOException {
        Worker.main(args, Job.class, ProbeWorker::probe);
    }

    private static Answer probe(Job job) {
        List<Time> times = new ArrayList<>();
        try (Engine engine = EngineProviders.load(job.engine());
                Session session = engine.openSession();
                FileChannel turn =
                        FileChannel.open(
                                job.turn(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            turn.lock(); // until the channel is closed
            for (Case it : job.cases()) {
                try {
                    times.add(new Time(it.caseId(), seconds(session, it)));
                } catch (AssayException e) {
                    // This case's own fork will say so; the others can still be probed.
                    e.printStackTrace();
                }
            }
        } catch (IOException e) {
            throw AssayException.environment("Cannot lock " + job.turn() + ": " + e, e);
        }
        return new Answer(times);
    }

    private static double seconds(Session session, Case it) {
        try (Arena arena = Arena.ofShared();
                Query query =
                        session.bind(
                                ModelInputs.read(it.inputs(), it.rowShape(), arena)
                                        .batch(0, it.batch(), arena))) {
            query.run();
            double fastest = Double.POSITIVE_INFINITY;
            for (int i = 0; i < QUERIES; i++) {
                long start = System.nanoTime();
                query.run();
                fastest = Math.min(fastest, (System.nanoTime() - start) / 1e9);
            }
            return fastest;
        }
    }
}
