package dev.assay.cli.debug;

import dev.assay.core.AssayException;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.format.TensorFiles;
import dev.assay.core.mixed.FailureLikeness;
import dev.assay.core.mixed.SmallestSet;
import dev.assay.core.process.Reply;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.engines.EngineRuntime;
import dev.assay.onnx.debug.GraphNode;
import dev.assay.onnx.debug.Subgraph;
import dev.assay.onnx.quantize.Probe;
import dev.assay.onnx.quantize.ProbedModel;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Makes what a bug report needs: the smallest part of a model that still fails, or a chosen node,
/// with its inputs and what it should compute.
///
/// @param node to cut out; empty to look for the nodes that fail
/// @param mostTrials parts to build at most
/// @param progress is told of every part
public record ReproRun(
        EngineRuntime runtime, Optional<String> node, int mostTrials, Consumer<String> progress) {

    /// What was found.
    ///
    /// @param failure what the engine says of the whole model, if it fails
    /// @param nodes of the part, with their operators; empty for all of the model
    /// @param total nodes of the model
    /// @param log what was tried, line by line
    public record Found(Optional<String> failure, List<String> nodes, int total, List<String> log) {
        public Found {
            nodes = List.copyOf(nodes);
            log = List.copyOf(log);
        }
    }

    /// @param folder is new, and gets everything that was found
    /// @throws AssayException if the model cannot be read, or has no such node
    public Found make(BenchmarkCase it, ReproFolder folder) {
        try (Bench bench = Bench.open(runtime)) {
            return new Search(bench, it, folder).run();
        }
    }

    /// The search in one case.
    private final class Search {
        private final Bench bench;
        private final BenchmarkCase it;
        private final ReproFolder folder;
        private final Path loaded;
        private final Subgraph graph;
        private final Path inputs;
        private final EngineTrial trial;
        private final List<String> log = new ArrayList<>();

        Search(Bench bench, BenchmarkCase it, ReproFolder folder) {
            this.bench = bench;
            this.it = it;
            this.folder = folder;
            this.loaded = bench.loaded(it, runtime.catalog().get(it.engine().id()));
            this.graph = Subgraph.of(loaded);
            this.inputs = bench.inputs(it);
            this.trial = new EngineTrial(bench, it, inputs);
        }

        Found run() {
            List<String> all = graph.names();
            Optional<EngineTrial.Failure> failure = trial.whole();
            say(
                    failure.map(why ->
                                    "the whole model %s: %s"
                                            .formatted(
                                                    why.building()
                                                            ? "is not built"
                                                            : "fails when run",
                                                    why.reason()))
                            .orElse("the whole model is built and runs"));
            List<String> part = all;
            if (node.isPresent()) {
                part = List.of(named(node.get()));
            } else if (failure.filter(EngineTrial.Failure::isOfNodes).isPresent()) {
                part = smallest(all, failure.get().reason());
            } else if (failure.filter(EngineTrial.Failure::building).isPresent()) {
                say("no node is to blame for that: nothing is cut");
            }
            write(part, failure.map(EngineTrial.Failure::reason));
            List<String> labels = part.stream().map(graph::label).toList();
            return new Found(
                    failure.map(EngineTrial.Failure::reason),
                    part.size() == all.size() ? List.of() : labels,
                    all.size(),
                    log);
        }

        private void say(String line) {
            log.add(line);
            progress.accept(line);
        }

        /// A node by its name or one of its outputs.
        private String named(String wanted) {
            GraphNode maker = GraphNode.byOutput(loaded).get(wanted);
            String name = graph.names().contains(wanted) || maker == null ? wanted : maker.name();
            if (!graph.names().contains(name)) {
                throw AssayException.config(
                        "--node: %s has no node or tensor '%s'".formatted(loaded, wanted));
            }
            return name;
        }

        private List<String> smallest(List<String> all, String reason) {
            Map<String, Shape> shapes = shapes();
            if (!fails(all, shapes, reason)) {
                say(
                        "the model with the shapes of one batch does not fail in this way: nothing is cut");
                return all;
            }
            SmallestSet.Found found =
                    SmallestSet.find(all, part -> fails(part, shapes, reason), mostTrials);
            if (!found.smallest()) {
                say("trials ran out: a smaller part may fail, too");
            }
            if (!fails(found.entries(), shapes, reason)) {
                say("what is left does not fail alone: nothing is cut");
                return all;
            }
            return found.entries();
        }

        private boolean fails(List<String> part, Map<String, Shape> shapes, String reason) {
            Path file = bench.folder().resolve("part.onnx");
            graph.write(file, part, shapes);
            Optional<String> why = trial.part(file);
            boolean same = why.filter(it -> FailureLikeness.same(it, reason)).isPresent();
            say(
                    "%d nodes from %s on: %s"
                            .formatted(
                                    part.size(),
                                    part.getFirst(),
                                    same
                                            ? "fails likewise"
                                            : why.map(it -> "fails otherwise: " + it)
                                                    .orElse("is built")));
            return same;
        }

        /// Of all tensors, where the engine needs them and ONNX Runtime knows every operator.
        private Map<String, Shape> shapes() {
            Map<String, Shape> shapes = new HashMap<>();
            if (!runtime.catalog().get(it.engine().id()).profiled()) {
                return shapes;
            }
            Path probed = bench.folder().resolve("shapes.onnx");
            List<String> tensors = List.copyOf(GraphNode.byOutput(loaded).keySet());
            Map<String, String> probes = ProbedModel.write(loaded, probed, tensors, Probe.SHAPE);
            Path out = bench.folder().resolve("shapes.safetensors");
            try (Arena arena = Arena.ofShared()) {
                bench.once(Bench.plain(probed, inputs), inputs, out, 0).orThrow();
                Map<String, TensorData> found = TensorFiles.read(out, arena);
                probes.forEach((tensor, probe) ->
                        Optional.ofNullable(found.get(probe))
                                .ifPresent(it -> shapes.put(tensor, extents(it))));
                TensorFiles.read(inputs, arena)
                        .forEach((name, tensor) -> shapes.put(name, tensor.shape()));
            } catch (AssayException e) {
                say("ONNX Runtime does not know the shapes inside: " + e.getMessage());
            }
            return shapes;
        }

        private static Shape extents(TensorData tensor) {
            List<Long> extents = new ArrayList<>();
            for (long i = 0; i < tensor.elements(); i++) {
                extents.add((long) tensor.get(i));
            }
            return new Shape(extents);
        }

        private void write(List<String> part, Optional<String> reason) {
            try (Arena arena = Arena.ofShared()) {
                Map<String, TensorData> values = values(part, arena);
                boolean complete = values.keySet().containsAll(graph.inputs(part));
                Map<String, Shape> shapes = new HashMap<>();
                if (part.size() < graph.names().size()) {
                    values.forEach((name, value) -> shapes.put(name, value.shape()));
                }
                graph.write(folder.model(), part, shapes);
                if (complete) {
                    folder.inputs(values);
                    Path out = folder.reference();
                    Reply<?> reference =
                            bench.once(
                                    Bench.plain(folder.model(), folder.inputs()),
                                    folder.inputs(),
                                    out,
                                    0);
                    if (reference instanceof Reply.Broken<?> broken) {
                        say("no reference, ONNX Runtime on the CPU fails, too: " + broken.reason());
                    }
                }
                if (part.size() < graph.names().size() && reason.isPresent() && node.isEmpty()) {
                    say(
                            "the part in model.onnx: "
                                    + trial.part(folder.model())
                                            .map(it -> "fails, " + it)
                                            .orElse("is built, unlike the same without shapes"));
                }
            }
        }

        /// What flows into a part: the case's rows, or what ONNX Runtime makes of them.
        private Map<String, TensorData> values(List<String> part, Arena arena) {
            Map<String, TensorData> given = TensorFiles.read(inputs, arena);
            List<String> wanted = graph.inputs(part);
            Map<String, TensorData> values = new LinkedHashMap<>();
            List<String> inner = wanted.stream().filter(it -> !given.containsKey(it)).toList();
            wanted.stream()
                    .filter(given::containsKey)
                    .forEach(it -> values.put(it, given.getOrDefault(it, first(given))));
            if (inner.isEmpty()) {
                return values;
            }
            Path before = bench.folder().resolve("before.onnx");
            Path out = bench.folder().resolve("before.safetensors");
            List<String> makers = graph.ancestors(inner);
            graph.write(before, makers, Map.of(), inner);
            try {
                Path fed = bench.folder().resolve("fed.safetensors");
                SafetensorsFile.write(
                        fed,
                        graph.inputs(makers).stream()
                                .map(it -> given.getOrDefault(it, first(given)))
                                .toList());
                bench.once(Bench.plain(before, fed), fed, out, 0).orThrow();
                values.putAll(TensorFiles.read(out, arena));
            } catch (AssayException e) {
                say(
                        "no inputs, ONNX Runtime cannot compute %s: %s"
                                .formatted(inner, e.getMessage()));
            }
            return values;
        }

        private static TensorData first(Map<String, TensorData> tensors) {
            return tensors.values().iterator().next();
        }
    }
}
