package dev.assay.engines.tensorrt.plan;

import dev.assay.core.format.Json;
import dev.assay.core.format.Sha256;
import dev.assay.core.suite.OptimizationProfile;
import dev.assay.core.tensor.Shape;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Everything that decides what a plan is, and no path: the same contents anywhere are the same
/// engine.
///
/// @param modelSha256 of the ONNX with its weights
/// @param calibrationSha256 of the calibration rows, where ranges are found from them
/// @param profile shapes that the engine must accept
/// @param rows shapes of one row by input, where the model has several
/// @param settings of the builder, defaults too
/// @param tensorRt version as the library reports it
/// @param line bindings and CUDA that it is called through
/// @param gpu name of it
/// @param computeCapability of the GPU
public record PlanKey(
        String modelSha256,
        Optional<String> calibrationSha256,
        Optional<OptimizationProfile> profile,
        Map<String, Shape> rows,
        Map<String, String> settings,
        String tensorRt,
        String line,
        String gpu,
        String computeCapability) {
    private static final int DIGITS = 32;

    public PlanKey {
        rows = new TreeMap<>(rows);
        settings = new TreeMap<>(settings);
    }

    /// The key as the name of a file.
    public String text() {
        return Sha256.of(Json.compact().writeValueAsString(this)).substring(0, DIGITS);
    }
}
