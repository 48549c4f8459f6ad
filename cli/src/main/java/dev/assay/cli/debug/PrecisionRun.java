package dev.assay.cli.debug;

import dev.assay.accuracy.layerwise.OnceWorker;
import dev.assay.accuracy.layerwise.ProbeWorker;
import dev.assay.core.AssayException;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.mixed.PrecisionTarget;
import dev.assay.core.mixed.SmallestSet;
import dev.assay.core.process.Reply;
import dev.assay.core.stats.ErrorCalculator;
import dev.assay.core.stats.TensorPairs;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.EngineDescriptor;
import dev.assay.core.suite.Precision;
import dev.assay.core.tensor.TensorData;
import dev.assay.engines.EngineRuntime;
import dev.assay.onnx.debug.GraphNode;
import dev.assay.onnx.network.MarkedModel;
import dev.assay.onnx.quantize.Probe;
import dev.assay.onnx.quantize.ProbedModel;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Finds the smallest set of nodes that must stay in FP32 for an engine in 16 bits to be good
/// enough.
///
/// @param cpu whether ONNX Runtime on the CPU computes Assay's own conversion, not the case's
///   engine
/// @param mostTrials builds and runs at most, besides the first two
/// @param progress is told of every trial
public record PrecisionRun(
        EngineRuntime runtime,
        PrecisionTarget target,
        boolean cpu,
        int mostTrials,
        Consumer<String> progress) {
    /// The largest finite number of FP16.
    public static final double MOST_FP16 = 65504;

    private static final int TIMED = 21;

    /// A trial.
    ///
    /// @param value of the target's statistic, of the worst output
    /// @param seconds of a query, 0 where it was not timed
    /// @param problem why there is no value, else empty
    public record Trial(double value, double seconds, String problem) {}

    /// @param node that makes it, with its operator
    /// @param largest magnitude over all rows
    public record Activation(String tensor, String node, double largest) {}

    /// @param candidates nodes that could stay in FP32
    /// @param plain none of them in FP32
    /// @param full all of them
    /// @param kept the smallest set found, empty where none is needed or none will do
    /// @param best with the set
    /// @param smallest whether each of it was shown to be needed
    /// @param activations of the FP32 model, largest first
    /// @param rows that these are of
    /// @param converted whether Assay's conversion makes the types, not the engine's builder
    public record Result(
            int candidates,
            Trial plain,
            Trial full,
            List<String> kept,
            Trial best,
            int trials,
            boolean smallest,
            List<Activation> activations,
            int rows,
            String library,
            boolean converted) {}

    /// Whether the precision of single nodes can be chosen in a case.
    public static boolean isAble(BenchmarkCase it, EngineDescriptor engine) {
        return (it.precision() == Precision.FP16 || it.precision() == Precision.BF16)
                && DivergenceRun.isAble(engine)
                && (engine.typed() || engine.hasOption(MixedEngine.RULES));
    }

    /// @throws AssayException if the reference cannot be computed
    public Result find(BenchmarkCase it) {
        try (Bench bench = Bench.open(runtime)) {
            return new Search(bench, it).run();
        }
    }

    /// The search in one case.
    private final class Search {
        private final Bench bench;
        private final BenchmarkCase it;
        private final Path inputs;
        private final Path exact;
        private final MixedEngine engine;
        private String library = "";
        private int count;
        private int rows;

        Search(Bench bench, BenchmarkCase it) {
            this.bench = bench;
            this.it = it;
            this.inputs = bench.inputs(it);
            this.exact = bench.folder().resolve("exact.safetensors");
            this.engine = MixedEngine.of(bench, it, cpu);
        }

        Result run() {
            Path original = Bench.original(it);
            bench.once(Bench.plain(original, inputs), inputs, exact, 0).orThrow();
            List<String> all = engine.candidates();
            Trial plain = trial(List.of(), TIMED);
            Trial full = trial(all, TIMED);
            List<String> kept = List.of();
            Trial best = plain;
            int trials = 2;
            boolean smallest = true;
            if (!target.isMet(plain.value()) && target.isMet(full.value())) {
                SmallestSet.Found found =
                        SmallestSet.find(
                                all, keep -> target.isMet(trial(keep, 0).value()), mostTrials);
                kept = found.entries();
                best = trial(kept, TIMED);
                trials = count;
                smallest = found.smallest();
            }
            List<Activation> activations = activations(original);
            return new Result(
                    all.size(),
                    plain,
                    full,
                    kept,
                    best,
                    trials,
                    smallest,
                    activations,
                    rows,
                    library,
                    engine.converts());
        }

        private Trial trial(List<String> keep, int timed) {
            count++;
            Trial trial = tried(keep, timed);
            progress.accept(
                    "trial %d: %d nodes in FP32, %s %s"
                            .formatted(
                                    count,
                                    keep.size(),
                                    target.key().key(),
                                    trial.problem().isEmpty()
                                            ? PrecisionText.number(trial.value())
                                            : trial.problem()));
            return trial;
        }

        private Trial tried(List<String> keep, int timed) {
            Path out = bench.folder().resolve("trial.safetensors");
            try {
                Reply<OnceWorker.Answer> reply =
                        bench.once(engine.with(keep, inputs), inputs, out, timed);
                OnceWorker.Answer answer = reply.orThrow();
                library = answer.library();
                return new Trial(worst(out), answer.seconds(), "");
            } catch (AssayException e) {
                // Such as a weight that 16 bits cannot hold: that node is one that must stay.
                return new Trial(Double.POSITIVE_INFINITY, 0, String.valueOf(e.getMessage()));
            }
        }

        private double worst(Path computed) {
            double worst = 0;
            try (Arena arena = Arena.ofShared()) {
                Map<String, TensorData> outputs = SafetensorsFile.read(computed, arena);
                for (TensorData expected : SafetensorsFile.read(exact, arena).values()) {
                    TensorData output = outputs.get(expected.name());
                    if (output == null) {
                        throw AssayException.data(
                                "the engine has no output '%s'".formatted(expected.name()));
                    }
                    if (!expected.spec().elementType().isFloatingPoint()) {
                        continue;
                    }
                    worst =
                            Math.max(
                                    worst,
                                    target.of(
                                            ErrorCalculator.calculate(
                                                    TensorPairs.of(output, expected))));
                }
            }
            return worst;
        }

        private List<Activation> activations(Path original) {
            Path probed = bench.folder().resolve("largest.onnx");
            List<String> tensors = MarkedModel.write(original, probed, name -> true);
            Map<String, String> probes =
                    ProbedModel.write(original, probed, tensors, Probe.LARGEST_MAGNITUDE);
            ProbeWorker.Answer answer =
                    bench.probe(
                            probed, it.model().inputs(), it.shape(), it.batch(), Integer.MAX_VALUE);
            rows = answer.rows();
            Map<String, GraphNode> makers = GraphNode.byOutput(original);
            List<Activation> all = new ArrayList<>();
            probes.forEach((tensor, probe) ->
                    all.add(
                            new Activation(
                                    tensor,
                                    String.valueOf(makers.get(tensor)),
                                    answer.largest().getOrDefault(probe, 0.0))));
            all.sort(Comparator.comparingDouble(Activation::largest).reversed());
            return all;
        }
    }
}
