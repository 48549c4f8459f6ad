package dev.assay.cli.debug;

import dev.assay.accuracy.layerwise.LayerWorker;
import dev.assay.accuracy.layerwise.OnceWorker;
import dev.assay.core.AssayException;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.format.TensorFiles;
import dev.assay.core.layerwise.Divergence;
import dev.assay.core.layerwise.LayerReference;
import dev.assay.core.layerwise.LayerWalk;
import dev.assay.core.layerwise.NodeCheck;
import dev.assay.core.layerwise.NoiseFloor;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.EngineDescriptor;
import dev.assay.core.tensor.TensorData;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.EngineRuntime;
import dev.assay.onnx.debug.GraphNode;
import dev.assay.onnx.debug.RoundedModel;
import dev.assay.onnx.network.MarkedModel;
import dev.assay.onnx.quantize.Probe;
import dev.assay.onnx.quantize.ProbedModel;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/// Finds the first node of an engine whose output is off by more than noise.
///
/// Tensors are made outputs of the engine and of the reference, so many at a time that they fit
/// into memory, from the front on until one is wrong.
///
/// @param given file with the tensors of PyTorch
/// @param pattern of the tensors to look at
/// @param limit of every tensor's error; empty for the noise floor of each
/// @param mostBytes of the tensors of one batch of nodes, in FP32
/// @param cpu whether ONNX Runtime on the CPU computes the model in the case's types, not its
///   engine
public record DivergenceRun(
        EngineRuntime runtime,
        Optional<Path> given,
        TensorPattern pattern,
        OptionalDouble limit,
        long mostBytes,
        boolean cpu) {
    private static final String MARK_LAYERS = "markLayers";

    /// @param engine library that computed
    /// @param reference what it was compared with
    public record Result(Divergence divergence, String engine, String reference) {}

    /// Whether an engine can give out its inner tensors.
    public static boolean isAble(EngineDescriptor engine) {
        return engine.hasOption(MARK_LAYERS) || engine.typed();
    }

    /// @throws AssayException if the engine or its reference cannot be computed
    public Result find(BenchmarkCase it) {
        try (Bench bench = Bench.open(runtime)) {
            return new Search(bench, it).run();
        }
    }

    /// The search in one case.
    private final class Search {
        private final Bench bench;
        private final BenchmarkCase it;
        private final Path original;
        private final Path loaded;
        private final Path inputs;
        private final Map<String, GraphNode> makers = new LinkedHashMap<>();
        private String engine = "";
        private String reference = "";

        Search(Bench bench, BenchmarkCase it) {
            this.bench = bench;
            this.it = it;
            this.original = Bench.original(it);
            this.loaded =
                    bench.loaded(it, runtime.catalog().get(cpu ? Bench.CPU : it.engine().id()));
            this.inputs = bench.inputs(it);
            makers.putAll(GraphNode.byOutput(original));
            // The engine's own nodes, where plugins or other operators took the place of some.
            makers.putAll(GraphNode.byOutput(loaded));
        }

        Result run() {
            List<List<String>> groups = groups();
            List<NodeCheck> checks = new ArrayList<>();
            int done = 0;
            for (List<String> group : groups) {
                List<NodeCheck> found = compare(new HashSet<>(group));
                checks.addAll(found);
                done++;
                if (found.stream().anyMatch(node -> node.check().state().isWrong())) {
                    break;
                }
            }
            return new Result(
                    new Divergence(checks, done == groups.size(), LayerWalk.limit(it.precision())),
                    engine,
                    reference);
        }

        private List<List<String>> groups() {
            List<String> order =
                    MarkedModel.write(
                            original, bench.folder().resolve("all.onnx"), pattern::matches);
            if (order.isEmpty()) {
                throw AssayException.config(
                        "No tensor of %s is named %s".formatted(original, pattern));
            }
            Path probed = bench.folder().resolve("sizes.onnx");
            Map<String, String> sizes = ProbedModel.write(original, probed, order, Probe.SIZE);
            Map<String, Double> elements =
                    bench.probe(probed, inputs, it.shape(), it.batch(), 1).largest();
            List<List<String>> groups = new ArrayList<>();
            List<String> group = new ArrayList<>();
            double bytes = 0;
            for (String name : order) {
                double size =
                        Float.BYTES * elements.getOrDefault(sizes.getOrDefault(name, ""), 0.0);
                if (!group.isEmpty() && bytes + size > mostBytes) {
                    groups.add(List.copyOf(group));
                    group.clear();
                    bytes = 0;
                }
                group.add(name);
                bytes += size;
            }
            groups.add(group);
            return groups;
        }

        private List<NodeCheck> compare(Set<String> group) {
            try (Arena arena = Arena.ofShared()) {
                LayerReference expected = expected(group, arena);
                NoiseFloor floor = floor(group, expected, arena);
                Map<String, TensorData> outputs = engine(group, arena);
                return Divergence.compare(
                        expected,
                        outputs,
                        floor,
                        name -> {
                            GraphNode node =
                                    makers.getOrDefault(name, new GraphNode(name, "?", List.of()));
                            return new Divergence.Maker(node.name(), node.operator());
                        });
            }
        }

        private LayerReference expected(Set<String> group, Arena arena) {
            Path marked = bench.folder().resolve("reference.onnx");
            List<String> order = MarkedModel.write(original, marked, group::contains);
            if (given.isPresent()) {
                reference = String.valueOf(given.get().getFileName());
                return keeping(LayerReference.read(given.get(), order, arena), group);
            }
            Path out = bench.folder().resolve("reference.safetensors");
            OnceWorker.Answer answer =
                    bench.once(Bench.plain(marked, inputs), inputs, out, 0).orThrow();
            reference = "%s in %s in FP32".formatted(original.getFileName(), answer.library());
            return keeping(LayerReference.read(out, order, arena), group);
        }

        private NoiseFloor floor(Set<String> group, LayerReference expected, Arena arena) {
            if (limit.isPresent()) {
                return NoiseFloor.flat(limit.getAsDouble());
            }
            if (expected.sampled()) {
                return NoiseFloor.flat(LayerWalk.limit(it.precision()));
            }
            Path rounded = bench.folder().resolve("rounded.onnx");
            RoundedModel.write(original, rounded, it.precision());
            Path marked = bench.folder().resolve("rounded-marked.onnx");
            MarkedModel.write(rounded, marked, group::contains);
            Path out = bench.folder().resolve("rounded.safetensors");
            bench.once(Bench.plain(marked, inputs), inputs, out, 0).orThrow();
            return NoiseFloor.of(it.precision(), expected, TensorFiles.read(out, arena));
        }

        private Map<String, TensorData> engine(Set<String> group, Arena arena) {
            Path out = bench.folder().resolve("engine.safetensors");
            EngineRequest request = EngineRequest.of(it, runtime.catalog());
            Map<String, String> options = new TreeMap<>(request.options());
            LayerWorker.Answer answer;
            if (cpu) {
                Path marked = bench.folder().resolve("engine.onnx");
                MarkedModel.write(bench.forCpu(loaded), marked, group::contains);
                // The file's types say the precision.
                engine =
                        bench.once(Bench.plain(marked, inputs), inputs, out, 0).orThrow().library();
                return SafetensorsFile.read(out, arena);
            }
            if (runtime.catalog().get(request.engine()).hasOption(MARK_LAYERS)) {
                options.put(MARK_LAYERS, String.join(",", group));
                answer = bench.built(request.withOptions(options), inputs, out);
            } else {
                Path marked = bench.folder().resolve("engine.onnx");
                MarkedModel.write(loaded, marked, group::contains);
                answer =
                        bench.built(
                                Bench.request(
                                        request.engine(), marked, it.precision(), inputs, options),
                                inputs,
                                out);
            }
            engine = answer.library();
            return SafetensorsFile.read(out, arena);
        }

        private static LayerReference keeping(LayerReference all, Set<String> group) {
            Map<String, TensorData> kept = new LinkedHashMap<>(all.layers());
            kept.keySet().retainAll(group);
            return new LayerReference(kept, all.sampled());
        }
    }
}
