package dev.assay.engines.tensorrt.build;

import dev.assay.core.AssayException;
import dev.assay.core.suite.Precision;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.tensorrt.calibration.Calibrator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.bytedeco.tensorrt.global.nvinfer.DataType;

/// What is asked of TensorRT's builder. Two requests of equal settings give equal engines, as far
/// as TensorRT's timing of tactics lets them.
///
/// @param stronglyTyped whether precisions are the model's own
/// @param calibrator for INT8 models without Q/DQ nodes
/// @param avgTiming how often a tactic is timed
/// @param maxAuxStreams absent where TensorRT chooses
/// @param constraints how the rules bind
/// @param timingCache whether tactic times of earlier builds are used
/// @param layerByLayer whether the network is built from the model's weights instead of parsed
/// @param layerMarks layers that the engine gives out, too
public record BuilderSettings(
        Precision precision,
        boolean stronglyTyped,
        Calibrator calibrator,
        int optimizationLevel,
        MemoryPools memoryPools,
        int avgTiming,
        OptionalInt maxAuxStreams,
        boolean sparsity,
        TacticSources tacticSources,
        LayerRules layerRules,
        Constraints constraints,
        boolean versionCompatible,
        boolean amperePlus,
        boolean directIo,
        boolean timingCache,
        int build,
        int builds,
        boolean layerByLayer,
        LayerMarks layerMarks) {
    /// Raised when a network is built from other layers than before: plans of old ones are no
    /// longer found.
    private static final int REVISION = 1;

    static final String API = "tensorrt-api";
    private static final int DEFAULT_OPTIMIZATION_LEVEL = 3;
    // trtexec's, not TensorRT's own 1: fewer builds go wrong on a noisy timing.
    private static final int DEFAULT_AVG_TIMING = 8;

    /// How {@link LayerRules} bind.
    enum Constraints {
        NONE,
        PREFER,
        OBEY
    }

    /// @throws AssayException of kind `CONFIG` if an option has no meaning
    public static BuilderSettings of(EngineRequest request) {
        Map<String, String> options = request.options();
        String rules = options.getOrDefault("layerPrecisions", "");
        BuilderSettings settings =
                new BuilderSettings(
                        request.precision(),
                        choice(options, "typing", "weak", "strong").equals("strong"),
                        Calibrator.valueOf(
                                choice(options, "calibrator", "entropy", "minmax")
                                        .toUpperCase(Locale.ROOT)),
                        request.intOption("builderOptimizationLevel", DEFAULT_OPTIMIZATION_LEVEL),
                        options.containsKey("memPoolSize")
                                ? MemoryPools.parse(options.getOrDefault("memPoolSize", ""))
                                : new MemoryPools(Map.of()),
                        request.intOption("avgTiming", DEFAULT_AVG_TIMING),
                        options.containsKey("maxAuxStreams")
                                ? OptionalInt.of(request.intOption("maxAuxStreams", 0))
                                : OptionalInt.empty(),
                        choice(options, "sparsity", "disable", "enable").equals("enable"),
                        options.containsKey("tacticSources")
                                ? TacticSources.parse(options.getOrDefault("tacticSources", ""))
                                : new TacticSources(Map.of()),
                        rules.isEmpty() ? new LayerRules(List.of()) : LayerRules.parse(rules),
                        constraints(options, rules),
                        flag(options, "versionCompatible", false),
                        choice(options, "hardwareCompatibilityLevel", "none", "ampere+")
                                .equals("ampere+"),
                        flag(options, "directIO", false),
                        flag(options, "timingCache", true) && request.builds() == 1,
                        request.build(),
                        request.builds(),
                        request.engine().equals(API),
                        LayerMarks.parse(options.getOrDefault("markLayers", "")));
        if (settings.stronglyTyped() && !settings.layerRules().rules().isEmpty()) {
            throw AssayException.config(
                    "layerPrecisions has no meaning with typing: strong, where the model says every precision: leave one of them out");
        }
        return settings;
    }

    /// The type of marked layers where it is one of 16 bits.
    Optional<DataType> markedType() {
        boolean low = precision == Precision.FP16 || precision == Precision.BF16;
        return low && !stronglyTyped
                ? Optional.of(NetworkLayers.dataType(precision))
                : Optional.empty();
    }

    private static Constraints constraints(Map<String, String> options, String rules) {
        if (rules.isEmpty()) {
            if (options.containsKey("precisionConstraints")) {
                throw AssayException.config(
                        "precisionConstraints says how layerPrecisions bind, and there are none:"
                                + " give layerPrecisions too, or leave precisionConstraints out");
            }
            return Constraints.NONE;
        }
        return Constraints.valueOf(
                choice(options, "precisionConstraints", "obey", "prefer", "none")
                        .toUpperCase(Locale.ROOT));
    }

    private static boolean flag(Map<String, String> options, String name, boolean fallback) {
        String other = Boolean.toString(!fallback);
        return choice(options, name, Boolean.toString(fallback), other).equals("true");
    }

    /// @param values legal ones, the first is the default
    private static String choice(Map<String, String> options, String name, String... values) {
        String value = options.getOrDefault(name, values[0]);
        for (String legal : values) {
            if (legal.equals(value)) {
                return value;
            }
        }
        throw AssayException.config(
                "Option %s of TensorRT is '%s': write %s"
                        .formatted(name, value, String.join(" or ", values)));
    }

    /// Every setting by trtexec's name, defaults too; part of a plan's key and of its record.
    public Map<String, String> describe() {
        Map<String, String> all = new TreeMap<>();
        all.put("precision", precision.slug());
        all.put("typing", stronglyTyped ? "strong" : "weak");
        if (precision == Precision.INT8 && !stronglyTyped) {
            all.put("calibrator", calibrator.name().toLowerCase(Locale.ROOT));
        }
        all.put("builderOptimizationLevel", Integer.toString(optimizationLevel));
        all.put("memPoolSize", memoryPools.bytes().isEmpty() ? "default" : memoryPools.toString());
        all.put("avgTiming", Integer.toString(avgTiming));
        all.put(
                "maxAuxStreams",
                maxAuxStreams.isPresent() ? Integer.toString(maxAuxStreams.getAsInt()) : "default");
        all.put("sparsity", sparsity ? "enable" : "disable");
        all.put(
                "tacticSources",
                tacticSources.changes().isEmpty() ? "default" : tacticSources.toString());
        all.put("layerPrecisions", layerRules.rules().isEmpty() ? "none" : layerRules.toString());
        all.put("precisionConstraints", constraints.name().toLowerCase(Locale.ROOT));
        all.put("versionCompatible", Boolean.toString(versionCompatible));
        all.put("hardwareCompatibilityLevel", amperePlus ? "ampere+" : "none");
        all.put("directIO", Boolean.toString(directIo));
        all.put("profilingVerbosity", "detailed");
        all.put("timingCache", Boolean.toString(timingCache));
        if (layerByLayer) {
            all.put("network", "layer by layer, revision " + REVISION);
        }
        if (!layerMarks.patterns().isEmpty()) {
            all.put("markLayers", layerMarks.toString());
            markedType().ifPresent(it -> all.put("markedType", it.name().substring(1)));
        }
        if (builds > 1) {
            // Not how many there are: one more build must not make the others new.
            all.put("build", Integer.toString(build));
        }
        return all;
    }
}
