package dev.assay.benchmarks;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.format.Json;
import dev.assay.core.process.ParentWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/// The one JMH benchmark: queries of one case, one at a time.
///
/// JMH provides the fresh JVM, the JIT-safe loop and its own average as a cross-check. The samples
/// that reports use are taken around each query by {@link TimedSession}, because JMH's sampling
/// mode rounds times down by up to 0.2 % and keeps no order.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.SECONDS)
public class InferenceBenchmark {
    @Param("")
    public String caseId = "";

    private Optional<TimedSession> session = Optional.empty();

    @Setup(Level.Trial)
    public void open() {
        ParentWatch.start();
        Locale.setDefault(Locale.ROOT);
        ForkJob job = readJob();
        session = Optional.of(ForkFailure.recording(job.folder(), () -> TimedSession.open(job)));
    }

    @Setup(Level.Iteration)
    public void startIteration(IterationParams iteration) {
        if (iteration.getType() == IterationType.MEASUREMENT) {
            session.orElseThrow().startMeasuring();
        }
    }

    @Benchmark
    public void query() {
        session.orElseThrow().query();
    }

    @TearDown(Level.Trial)
    public void close() {
        try (TimedSession open = session.orElseThrow()) {
            open.report();
        }
    }

    private static ForkJob readJob() {
        Path file = Path.of(System.getProperty(ForkJob.PROPERTY, ""));
        try {
            return Json.compact().readValue(Files.readString(file), ForkJob.class);
        } catch (IOException e) {
            throw new AssayException(ErrorKind.INTERNAL, "Cannot read the job " + file, e);
        }
    }
}
