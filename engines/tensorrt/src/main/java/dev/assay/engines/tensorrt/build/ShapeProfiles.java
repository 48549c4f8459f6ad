package dev.assay.engines.tensorrt.build;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.tensorrt.binding.Dims;
import dev.assay.engines.tensorrt.binding.TensorRtLogger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.bytedeco.tensorrt.global.nvinfer.OptProfileSelector;
import org.bytedeco.tensorrt.nvinfer.Dims64;
import org.bytedeco.tensorrt.nvinfer.IBuilder;
import org.bytedeco.tensorrt.nvinfer.IBuilderConfig;
import org.bytedeco.tensorrt.nvinfer.IOptimizationProfile;

/// Gives the builder the shapes to build for. A network without dynamic extents has one shape and
/// takes no profile.
final class ShapeProfiles {
    private ShapeProfiles() {}

    static void add(
            IBuilder builder,
            IBuilderConfig config,
            List<TensorSpec> inputs,
            Map<String, ShapeRange> ranges) {
        if (isStatic(inputs)) {
            return;
        }
        IOptimizationProfile profile = profile(builder, inputs, ranges);
        if (config.addOptimizationProfile(profile) < 0) {
            throw refused(ranges.toString());
        }
    }

    /// @param shapes of a calibration batch, by input
    static void addForCalibration(
            IBuilder builder,
            IBuilderConfig config,
            List<TensorSpec> inputs,
            Map<String, Shape> shapes) {
        if (isStatic(inputs)) {
            return;
        }
        Map<String, ShapeRange> ranges = new TreeMap<>();
        shapes.forEach((name, shape) -> ranges.put(name, ShapeRange.exactly(shape)));
        if (!WeakTyping.setCalibrationProfile(config, profile(builder, inputs, ranges))) {
            throw refused(shapes.toString());
        }
    }

    /// States the shapes under trtexec's names.
    static void describe(Map<String, ShapeRange> ranges, Map<String, String> facts) {
        facts.put("minShapes", join(ranges, ShapeRange::min));
        facts.put("optShapes", join(ranges, ShapeRange::opt));
        facts.put("maxShapes", join(ranges, ShapeRange::max));
    }

    private static String join(Map<String, ShapeRange> ranges, Function<ShapeRange, Shape> shape) {
        return String.join(
                ",",
                ranges.entrySet().stream()
                        .map(entry -> entry.getKey() + ":" + shape.apply(entry.getValue()))
                        .toList());
    }

    private static IOptimizationProfile profile(
            IBuilder builder, List<TensorSpec> inputs, Map<String, ShapeRange> ranges) {
        IOptimizationProfile profile = builder.createOptimizationProfile();
        for (TensorSpec input : inputs) {
            ShapeRange range = ranges.get(input.name());
            if (range != null) {
                set(profile, input.name(), OptProfileSelector.kMIN, range.min());
                set(profile, input.name(), OptProfileSelector.kOPT, range.opt());
                set(profile, input.name(), OptProfileSelector.kMAX, range.max());
            }
        }
        return profile;
    }

    private static void set(
            IOptimizationProfile profile, String input, OptProfileSelector which, Shape shape) {
        try (Dims64 dims = Dims.ofShape(shape)) {
            if (!profile.setDimensions(input, which, dims)) {
                throw refused(input + ":" + shape);
            }
        }
    }

    private static boolean isStatic(List<TensorSpec> inputs) {
        return inputs.stream().noneMatch(input -> input.shape().isDynamic());
    }

    private static AssayException refused(String shapes) {
        return new AssayException(
                ErrorKind.ENGINE_BUILD,
                "TensorRT refuses the shapes %s: %s"
                        .formatted(shapes, TensorRtLogger.INSTANCE.reason()));
    }
}
