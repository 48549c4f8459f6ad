package dev.assay.benchmarks;

import dev.assay.core.format.TensorFiles;
import dev.assay.core.format.storage.TensorHints;
import dev.assay.core.stats.ErrorCalculator;
import dev.assay.core.stats.ErrorSettings;
import dev.assay.core.stats.ErrorStatistics;
import dev.assay.core.stats.TensorPairs;
import dev.assay.core.tensor.TensorData;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// All error statistics of two tensor files, from opening them to the finished record.
///
/// `benchmarks/peers/numpy_errors.sh` runs it beside NumPy on the same files, which the system
/// properties `assay.errors.engine` and `assay.errors.reference` name.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xmx512m"})
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 4, time = 3)
public class ErrorStatisticsBenchmark {
    @Param({"1", "2"})
    public int threads;

    private final Path engine = Path.of(System.getProperty("assay.errors.engine", "a.npy"));
    private final Path reference = Path.of(System.getProperty("assay.errors.reference", "b.npy"));

    @Benchmark
    public ErrorStatistics statistics() {
        try (Arena arena = Arena.ofShared()) {
            return ErrorCalculator.calculate(
                    TensorPairs.of(read(engine, arena), read(reference, arena)),
                    ErrorSettings.standard().withThreads(threads));
        }
    }

    private static TensorData read(Path file, Arena arena) {
        return TensorFiles.read(file, TensorHints.NONE, arena).values().iterator().next();
    }
}
