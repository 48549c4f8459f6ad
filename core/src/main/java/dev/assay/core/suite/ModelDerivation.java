package dev.assay.core.suite;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How the file that an engine loads is made from a model's FP32 ONNX file.
///
/// @param rewrites of the graph, before all else
/// @param ranges calibrated, of the layers to quantise
/// @param storage FP16 or BF16, where what is not quantised changes its type, too
/// @param keepFp32 operators and nodes that stay in FP32 then, besides those that always do
public record ModelDerivation(
        List<GraphRewrite> rewrites,
        Optional<Path> ranges,
        Optional<Precision> storage,
        List<String> keepFp32) {
    public ModelDerivation {
        rewrites = List.copyOf(rewrites);
        keepFp32 = List.copyOf(keepFp32);
    }

    /// A derivation that rewrites nothing.
    public ModelDerivation(
            Optional<Path> ranges, Optional<Precision> storage, List<String> keepFp32) {
        this(List.of(), ranges, storage, keepFp32);
    }

    /// What a case needs, its rewrites included.
    public static Optional<ModelDerivation> of(
            BenchmarkCase benchmarkCase, EngineDescriptor descriptor) {
        Optional<ModelDerivation> types =
                of(
                        benchmarkCase.model(),
                        benchmarkCase.engine(),
                        descriptor,
                        benchmarkCase.precision());
        List<GraphRewrite> rewrites = benchmarkCase.rung().rewrites();
        if (rewrites.isEmpty()) {
            return types;
        }
        ModelDerivation plain =
                types.orElse(new ModelDerivation(Optional.empty(), Optional.empty(), List.of()));
        return Optional.of(
                new ModelDerivation(rewrites, plain.ranges(), plain.storage(), plain.keepFp32()));
    }

    /// What a case needs that rewrites nothing; empty if the engine loads one of the model's own
    /// files.
    ///
    /// An engine that computes in the model's types needs them in the file; one that chooses types
    /// itself only needs ranges. What a strongly typed engine does not quantise runs in FP16, as in
    /// an engine that may choose.
    public static Optional<ModelDerivation> of(
            ModelSpec model, EngineSpec engine, EngineDescriptor descriptor, Precision precision) {
        if (descriptor.format() != ModelFormat.ONNX
                || model.onnx().isEmpty()
                || model.onnxVariants().containsKey(precision)) {
            return Optional.empty();
        }
        DerivedFiles files = model.derived();
        boolean strong = engine.stronglyTyped();
        return switch (precision) {
            case FP32, TF32 -> Optional.empty();
            case FP16, BF16 ->
                    strong || descriptor.typed()
                            ? Optional.of(
                                    new ModelDerivation(
                                            Optional.empty(),
                                            Optional.of(precision),
                                            files.keepFp32()))
                            : Optional.empty();
            case INT8, FP8 ->
                    files.ranges(precision)
                            .map(ranges ->
                                    new ModelDerivation(
                                            Optional.of(ranges),
                                            strong ? Optional.of(Precision.FP16) : Optional.empty(),
                                            strong ? files.keepFp32() : List.of()));
        };
    }
}
