package dev.assay.core.suite;

import dev.assay.core.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Multiplies a suite's axes into cases, sorted by id.
///
/// What an engine cannot do becomes a skipped case with its reason, never a missing one.
public final class CaseExpander {
    private final EngineCatalog catalog;

    public CaseExpander(EngineCatalog catalog) {
        this.catalog = catalog;
    }

    public List<BenchmarkCase> expand(Suite suite) {
        List<CaseGlob> only = suite.only().stream().map(CaseGlob::new).toList();
        List<CaseGlob> excluded = suite.exclude().stream().map(CaseGlob::new).toList();
        List<BenchmarkCase> cases = new ArrayList<>();
        for (ModelSpec model : suite.models()) {
            for (Subject subject : subjects(suite, model)) {
                for (Shape shape : model.shapes()) {
                    for (int batch : model.axes().batches(suite)) {
                        for (Workload workload : suite.workloads()) {
                            cases.add(benchmarkCase(suite, subject, shape, batch, workload));
                        }
                    }
                }
            }
        }
        cases.removeIf(
                it -> !only.isEmpty() && only.stream().noneMatch(glob -> glob.matches(it.id())));
        cases.removeIf(it -> excluded.stream().anyMatch(glob -> glob.matches(it.id())));
        cases.sort(Comparator.comparing(BenchmarkCase::id));
        return List.copyOf(cases);
    }

    /// What is measured in each shape, batch and workload.
    private record Subject(ModelSpec model, EngineSpec engine, Precision precision, Rung rung) {}

    /// A model is climbed with its ladders, or else measured in all precisions.
    private List<Subject> subjects(Suite suite, ModelSpec model) {
        List<Subject> subjects = new ArrayList<>();
        List<Ladder> ladders = suite.ladders().of(model);
        for (EngineSpec engine : suite.engines()) {
            if (ladders.isEmpty()) {
                // The model's own nodes may be plugins' nodes.
                EngineSpec loaded = engine.with(plugins(suite, engine), 1);
                suite.precisions()
                        .forEach(it -> subjects.add(new Subject(model, loaded, it, Rung.PLAIN)));
            }
            Set<String> slugs = new HashSet<>();
            for (Ladder ladder : ladders) {
                if (ladder.engines().isEmpty() || ladder.engines().contains(engine.id())) {
                    ladder.rungs().stream()
                            .filter(it -> slugs.add(it.precision(ladder.precision()) + it.slug()))
                            .map(it -> subject(suite, ladder, model, engine, it))
                            .forEach(subjects::add);
                }
            }
        }
        return subjects;
    }

    private Subject subject(
            Suite suite, Ladder ladder, ModelSpec model, EngineSpec engine, Rung rung) {
        Map<String, String> options = new TreeMap<>();
        rung.steps().forEach(it -> options.putAll(it.options()));
        if (rung.needsPlugin()) {
            options.putAll(plugins(suite, engine));
        }
        boolean builtOften = catalog.get(engine.id()).profiled() && ladder.isEnd(rung);
        return new Subject(
                rung.isCeiling() ? model.unchecked() : model,
                engine.with(options, builtOften ? ladder.builds() : 1),
                rung.precision(ladder.precision()),
                rung);
    }

    /// The option by which an engine loads the suite's plugins; none where it takes none.
    private Map<String, String> plugins(Suite suite, EngineSpec engine) {
        if (suite.ladders().plugins().isEmpty()
                || !catalog.get(engine.id()).hasOption(TensorRtOptions.PLUGINS)) {
            return Map.of();
        }
        return Map.of(
                TensorRtOptions.PLUGINS,
                suite.ladders().plugins().stream()
                        .map(it -> it.file().toString())
                        .collect(Collectors.joining(",")));
    }

    private BenchmarkCase benchmarkCase(
            Suite suite, Subject subject, Shape shape, int batch, Workload workload) {
        ModelSpec model = subject.model();
        EngineSpec engine = subject.engine();
        Precision precision = subject.precision();
        return new BenchmarkCase(
                CaseId.of(
                        model.id(),
                        engine.id(),
                        precision,
                        engine.stronglyTyped(),
                        batch,
                        shape.toString(),
                        subject.rung().slug(),
                        workload),
                model,
                engine,
                precision,
                batch,
                shape,
                subject.rung(),
                workload,
                tolerance(suite, model, precision),
                profile(suite, model, engine, shape, batch),
                skipReason(model, engine, precision, workload)
                        .or(() -> skipReason(suite, engine, subject.rung())));
    }

    /// Why an engine cannot take the steps of a rung.
    private Optional<String> skipReason(Suite suite, EngineSpec engine, Rung rung) {
        EngineDescriptor descriptor = catalog.get(engine.id());
        if (!rung.rewrites().isEmpty() && descriptor.format() != ModelFormat.ONNX) {
            return Optional.of(
                    engine.id() + " does not load ONNX: a graph is not rewritten for it");
        }
        for (OptimizationStep step : rung.steps()) {
            Optional<String> unknown =
                    step.options().keySet().stream()
                            .filter(it -> !descriptor.hasOption(it))
                            .findFirst();
            if (unknown.isPresent()) {
                return Optional.of(
                        "step '%s' sets %s, which %s has not"
                                .formatted(step.id(), unknown.get(), engine.id()));
            }
        }
        if (!rung.needsPlugin() && !engine.options().containsKey(TensorRtOptions.PLUGINS)) {
            return Optional.empty();
        }
        if (!descriptor.hasOption(TensorRtOptions.PLUGINS)) {
            return Optional.of(engine.id() + " loads no TensorRT plugins");
        }
        if (suite.ladders().plugins().isEmpty()
                && !engine.options().containsKey(TensorRtOptions.PLUGINS)) {
            return Optional.of("the suite names no library under 'plugins'");
        }
        return suite.ladders().plugins().stream()
                .filter(PluginLibrary::missing)
                .findFirst()
                .map(it ->
                        "there is no plugin library %s (Assay's own: plugins-cuda/README.md says how to build it)"
                                .formatted(it.file()));
    }

    private static Tolerance tolerance(Suite suite, ModelSpec model, Precision precision) {
        Tolerance ofSuite = suite.tolerances().getOrDefault(precision, new Tolerance(Map.of()));
        return model.tolerances().getOrDefault(precision, ofSuite);
    }

    private Optional<OptimizationProfile> profile(
            Suite suite, ModelSpec model, EngineSpec engine, Shape shape, int batch) {
        if (!catalog.get(engine.id()).profiled()) {
            return Optional.empty();
        }
        List<Integer> batches = model.axes().batches(suite);
        return Optional.of(
                "per-shape".equals(engine.options().get("profile"))
                        ? OptimizationProfile.exactly(batch, shape)
                        : OptimizationProfile.over(
                                batches,
                                optBatch(batches, engine),
                                shapes(suite, model),
                                model.axes().optShape()));
    }

    /// Of all rows of a model: one engine takes them all.
    private static List<Shape> shapes(Suite suite, ModelSpec model) {
        return suite.models().stream()
                .filter(it -> it.id().equals(model.id()))
                .flatMap(it -> it.shapes().stream())
                .toList();
    }

    /// The largest batch, unless the suite says which; at most the largest.
    private static int optBatch(List<Integer> batches, EngineSpec engine) {
        int largest = Collections.max(batches);
        String wanted = engine.options().get("optBatch");
        return wanted == null
                ? largest
                : Math.clamp(Integer.parseInt(wanted), Collections.min(batches), largest);
    }

    private Optional<String> skipReason(
            ModelSpec model, EngineSpec engine, Precision precision, Workload workload) {
        EngineDescriptor descriptor = catalog.get(engine.id());
        if (!descriptor.workloads().contains(workload.kind())) {
            return Optional.of("%s has no workload %s".formatted(engine.id(), workload));
        }
        if (!descriptor.precisions().contains(precision)) {
            return Optional.of(engine.id() + " has no " + precision);
        }
        if (model.file(descriptor.format(), precision).isEmpty()) {
            String either = descriptor.format() == ModelFormat.PYTHON ? " or 'torchscript'" : "";
            return Optional.of(
                    "%s needs '%s'%s, which model %s does not give"
                            .formatted(engine.id(), descriptor.format().key(), either, model.id()));
        }
        boolean quantised = precision == Precision.INT8 || precision == Precision.FP8;
        boolean findsRanges = !descriptor.typed() && !engine.stronglyTyped();
        if (quantised
                && !findsRanges
                && descriptor.format() == ModelFormat.ONNX
                && !model.onnxVariants().containsKey(precision)
                && ModelDerivation.of(model, engine, descriptor, precision).isEmpty()) {
            return Optional.of(
                    "%s needs ranges for %s: name a file made by 'assay quantize' under 'quantization' of model %s, or a quantised model under 'onnx-variants'"
                            .formatted(engine.id(), precision, model.id()));
        }
        return missing(model, descriptor.format(), precision);
    }

    /// Why a case cannot run without files that are not here.
    private static Optional<String> missing(
            ModelSpec model, ModelFormat format, Precision precision) {
        Set<Path> others = othersOf(model, format, precision);
        return model.madeBy()
                .filter(it -> !others.containsAll(it.missing()))
                .map(it -> "not made yet: " + it.remedy());
    }

    /// Files that only other cases of the model need.
    private static Set<Path> othersOf(ModelSpec model, ModelFormat format, Precision precision) {
        Set<Path> others = new HashSet<>(model.onnxVariants().values());
        model.onnx().ifPresent(others::add);
        model.torchscript().ifPresent(others::add);
        model.python().map(PythonFactory::file).ifPresent(others::add);
        others.addAll(model.derived().files());
        model.derived().ranges(precision).ifPresent(others::remove);
        model.calibration().filter(_ -> precision != Precision.INT8).ifPresent(others::add);
        model.file(format, precision).ifPresent(others::remove);
        return others;
    }
}
