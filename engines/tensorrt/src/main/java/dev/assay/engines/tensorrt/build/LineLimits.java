package dev.assay.engines.tensorrt.build;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.suite.Precision;
import dev.assay.core.tensorrt.TensorRtLine;
import dev.assay.engines.EngineRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a line of TensorRT no longer does of what a suite may ask for.
///
/// TensorRT 11 removed weak typing with its precision flags, precisions of single layers, and the
/// calibrators: NVIDIA's guide "Migrating from TensorRT 10.x to 11.x".
public final class LineLimits {
    private static final List<String> GONE_SOURCES = List.of("CUBLAS", "CUBLAS_LT", "CUDNN");

    private LineLimits() {}

    /// @throws AssayException of kind `UNSUPPORTED` that names every setting the line refuses, and
    ///   what to do
    public static void check(TensorRtLine line, EngineRequest request) {
        if (!line.stronglyTypedOnly()) {
            return;
        }
        List<String> refused = new ArrayList<>();
        precision(request).ifPresent(refused::add);
        Map<String, String> options = request.options();
        if (options.containsKey("layerPrecisions")) {
            refused.add(
                    "layerPrecisions, as precisions are the model's own: put casts into the model, or use 'keep-fp32' of it");
        }
        String sources = options.getOrDefault("tacticSources", "");
        List<String> gone =
                GONE_SOURCES.stream()
                        .filter(it -> sources.matches("(.*,)?[-+]" + it + "(,.*)?"))
                        .toList();
        if (!gone.isEmpty()) {
            refused.add(
                    "tacticSources %s, which it has no tactics of: leave them out"
                            .formatted(String.join(" and ", gone)));
        }
        if (!refused.isEmpty()) {
            throw new AssayException(
                    ErrorKind.UNSUPPORTED,
                    "TensorRT %d (bindings of %s) builds strongly typed networks only. It cannot do %s. TensorRT 10 can"
                            .formatted(line.major(), line, String.join("; nor ", refused)));
        }
    }

    private static Optional<String> precision(EngineRequest request) {
        Precision precision = request.precision();
        boolean strong = "strong".equals(request.options().get("typing"));
        if (strong || precision == Precision.FP32 || precision == Precision.TF32) {
            return Optional.empty();
        }
        if (request.engine().equals(BuilderSettings.API)) {
            return Optional.of(
                    "%s of %s, whose layers are added in FP32: measure tensorrt-onnx with typing: strong"
                            .formatted(precision.slug(), BuilderSettings.API));
        }
        return Optional.of(
                "%s with typing: weak, the default: set typing: strong (--stronglyTyped), %s"
                        .formatted(
                                precision.slug(),
                                switch (precision) {
                                    case INT8, FP8 ->
                                            "with a model that has Q/DQ nodes or with 'quantization' of it, as there is no calibrator";
                                    default ->
                                            "for which Assay makes the model's %s file itself"
                                                    .formatted(precision.slug());
                                }));
    }
}
