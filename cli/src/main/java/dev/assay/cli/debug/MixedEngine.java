package dev.assay.cli.debug;

import dev.assay.core.AssayException;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.EngineDescriptor;
import dev.assay.core.suite.ModelDerivation;
import dev.assay.core.suite.Precision;
import dev.assay.engines.EngineRequest;
import dev.assay.onnx.ModelDeriver;
import dev.assay.onnx.debug.LowerableNodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An engine in 16 bits of which some nodes stay in FP32.
interface MixedEngine {
    /// Option of engines that choose the precisions of their layers.
    String RULES = "layerPrecisions";

    /// Nodes that could stay.
    List<String> candidates();

    /// @param keep nodes that stay
    EngineRequest with(List<String> keep, Path inputs);

    /// Whether the types are in the model's file.
    boolean converts();

    static MixedEngine of(Bench bench, BenchmarkCase it, boolean cpu) {
        EngineDescriptor own = bench.runtime().catalog().get(it.engine().id());
        return cpu || own.typed() || it.engine().stronglyTyped()
                ? new Converted(bench, it, cpu)
                : new Ruled(bench, it);
    }

    /// Assay writes the types into the model.
    record Converted(Bench bench, BenchmarkCase it, boolean cpu) implements MixedEngine {
        @Override
        public boolean converts() {
            return true;
        }

        @Override
        public List<String> candidates() {
            return LowerableNodes.ofConversion(source(), it.precision(), suites());
        }

        private List<String> suites() {
            return it.model().derived().keepFp32();
        }

        /// The model with the case's rewrites, in FP32.
        private Path source() {
            Path original = Bench.original(it);
            return it.rung().rewrites().isEmpty()
                    ? original
                    : bench.derived(
                            original,
                            new ModelDerivation(
                                    it.rung().rewrites(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    List.of()),
                            it.model().inputs());
        }

        @Override
        public EngineRequest with(List<String> keep, Path inputs) {
            Path folder = bench.folder().resolve("models");
            clear(folder);
            List<String> all = Stream.concat(suites().stream(), keep.stream()).toList();
            Path model =
                    new ModelDeriver(folder)
                            .derive(
                                    source(),
                                    new ModelDerivation(
                                            Optional.empty(), Optional.of(it.precision()), all),
                                    it.model().inputs())
                            .file();
            if (cpu) {
                // The file's types say the precision.
                return Bench.plain(bench.forCpu(model), inputs);
            }
            EngineRequest request = EngineRequest.of(it, bench.runtime().catalog());
            return new EngineRequest(
                    request.engine(),
                    model,
                    it.precision(),
                    inputs,
                    request.calibration(),
                    request.profile(),
                    0,
                    1,
                    request.options());
        }

        /// Of the trial before: each has a model of its own.
        private static void clear(Path folder) {
            try {
                Files.createDirectories(folder);
                try (Stream<Path> files = Files.list(folder)) {
                    for (Path file : files.toList()) {
                        Files.deleteIfExists(file);
                    }
                }
            } catch (IOException e) {
                throw AssayException.environment("Cannot empty " + folder, e);
            }
        }
    }

    /// The engine's builder is told.
    record Ruled(Bench bench, BenchmarkCase it) implements MixedEngine {
        @Override
        public boolean converts() {
            return false;
        }

        @Override
        public List<String> candidates() {
            return LowerableNodes.ofEngine(
                    bench.loaded(it, bench.runtime().catalog().get(it.engine().id())));
        }

        @Override
        public EngineRequest with(List<String> keep, Path inputs) {
            EngineRequest request = EngineRequest.of(it, bench.runtime().catalog());
            Map<String, String> options = new TreeMap<>(request.options());
            if (!keep.isEmpty()) {
                options.merge(RULES, rules(keep), (own, more) -> own + "," + more);
                options.putIfAbsent("precisionConstraints", "obey");
                // Not every node becomes a layer of its name.
                options.put("missingLayers", "ignore");
            }
            return request.withOptions(options);
        }

        static String rules(List<String> keep) {
            return keep.stream()
                    .map(name -> name + ":" + Precision.FP32.slug())
                    .collect(Collectors.joining(","));
        }
    }
}
