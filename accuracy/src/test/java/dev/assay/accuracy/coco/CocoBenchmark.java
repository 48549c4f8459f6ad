package dev.assay.accuracy.coco;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Evaluation of 490,000 detections on 5,000 images, which pycocotools calls `evaluate()` and
/// `accumulate()`, with the summary; and reading of the two files.
///
/// `benchmarks/peers/pycocotools.sh` runs it beside pycocotools.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g"})
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 4, time = 2)
public class CocoBenchmark {
    @Param({"1", "2"})
    private int threads;

    private Path folder = Path.of("");
    private GeneratedSet.Pair files = new GeneratedSet.Pair(folder, folder);
    private CocoOptions options = CocoOptions.of(IouType.BBOX);
    private Optional<CocoEvaluation> evaluation = Optional.empty();

    /// Writes and reads the set.
    @Setup(Level.Trial)
    public void load() throws IOException {
        folder = Files.createTempDirectory("assay-coco");
        files = GeneratedSet.large(folder);
        options = new CocoOptions(IouType.BBOX, true, CocoOptions.USUAL_MAX_DETS, false, threads);
        evaluation = Optional.of(read());
    }

    /// Removes the set.
    @TearDown(Level.Trial)
    public void delete() throws IOException {
        Files.delete(files.truth());
        Files.delete(files.found());
        Files.delete(folder);
    }

    /// All from the loaded columns to the twelve numbers.
    @Benchmark
    public CocoResult evaluate() {
        return evaluation.orElseThrow().evaluate();
    }

    /// Reads and checks the JSON.
    @Benchmark
    public CocoEvaluation read() {
        return CocoEvaluation.load(files.truth(), files.found(), options);
    }
}
