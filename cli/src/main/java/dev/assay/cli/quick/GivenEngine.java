package dev.assay.cli.quick;

import dev.assay.core.format.PlanHeader;
import dev.assay.core.run.LayerPrecisions;
import dev.assay.core.suite.Precision;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.EngineRuntime;
import dev.assay.engines.PreparedEngine;
import dev.assay.onnx.graph.ModelSignature;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A plan of the user's own, as TensorRT shows it.
record GivenEngine(Path plan, PreparedEngine engine) {
    /// Option of the engines that run such plans.
    static final String OPTION = "loadEngine";

    /// Lowest first: a plan is called by the lowest that some of its layers run in.
    private static final List<Precision> BY_WIDTH =
            List.of(Precision.INT8, Precision.FP8, Precision.FP16, Precision.BF16);

    /// Asks TensorRT, in a process of its own.
    ///
    /// @throws dev.assay.core.AssayException if it cannot load the plan
    static GivenEngine load(EngineRuntime runtime, QuickRequest request, Path plan, Path folder) {
        String engine = request.engines().getFirst();
        Map<String, String> options = new TreeMap<>(request.options());
        options.put(OPTION, plan.toString());
        EngineRequest asked =
                new EngineRequest(
                        engine,
                        request.model(),
                        Precision.TF32,
                        plan,
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        1,
                        options);
        PreparedEngine prepared = runtime.build(asked, folder.resolve("work/plan")).orThrow();
        return new GivenEngine(plan, prepared);
    }

    ModelSignature signature() {
        return new ModelSignature(
                engine.inputs(), engine.outputs().stream().map(TensorSpec::name).toList());
    }

    /// What the plan's case is called by; TF32, TensorRT's own for FP32, where it does not say.
    List<Precision> precisions() {
        Optional<LayerPrecisions> layers = engine.identity().precisions();
        return List.of(
                BY_WIDTH.stream()
                        .filter(it -> layers.filter(own -> own.in(it.name()) > 0).isPresent())
                        .findFirst()
                        .orElse(Precision.TF32));
    }

    String described() {
        return "%s, not built by Assay: %s; %s"
                .formatted(
                        plan.getFileName(),
                        PlanHeader.read(plan).sentence(),
                        engine.identity()
                                .precisions()
                                .filter(it -> !it.byPrecision().keySet().equals(Set.of("UNKNOWN")))
                                .map(it -> "layers run " + it.byPrecision())
                                .orElse(
                                        "it does not say in which precision its layers run (a plan built with --profilingVerbosity=detailed does): TF32 is only its row's name"));
    }
}
