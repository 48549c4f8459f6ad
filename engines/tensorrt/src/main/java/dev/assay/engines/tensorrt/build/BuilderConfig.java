package dev.assay.engines.tensorrt.build;

import dev.assay.core.AssayException;
import dev.assay.core.suite.Precision;
import dev.assay.engines.tensorrt.binding.Bindings;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bytedeco.tensorrt.global.nvinfer.BuilderFlag;
import org.bytedeco.tensorrt.global.nvinfer.HardwareCompatibilityLevel;
import org.bytedeco.tensorrt.global.nvinfer.MemoryPoolType;
import org.bytedeco.tensorrt.global.nvinfer.ProfilingVerbosity;
import org.bytedeco.tensorrt.nvinfer.IBuilderConfig;

/// Settings applied to TensorRT's configuration, and what TensorRT says they are then.
final class BuilderConfig {
    private BuilderConfig() {}

    static void apply(BuilderSettings settings, IBuilderConfig config) {
        for (BuilderFlag flag : flags(settings)) {
            config.setFlag(flag);
        }
        if (settings.precision() == Precision.FP32) {
            // On by default; FP32 means FP32 here.
            config.clearFlag(BuilderFlag.kTF32);
        }
        config.setBuilderOptimizationLevel(settings.optimizationLevel());
        config.setAvgTimingIterations(settings.avgTiming());
        // Without details the engine cannot tell in which precision its layers run.
        config.setProfilingVerbosity(ProfilingVerbosity.kDETAILED);
        settings.memoryPools()
                .bytes()
                .forEach((pool, bytes) -> config.setMemoryPoolLimit(type(pool), bytes));
        settings.maxAuxStreams().ifPresent(streams -> Bindings.setMaxAuxStreams(config, streams));
        if (settings.amperePlus()) {
            config.setHardwareCompatibilityLevel(HardwareCompatibilityLevel.kAMPERE_PLUS);
        }
        if (!settings.tacticSources().changes().isEmpty()
                && !config.setTacticSources(
                        settings.tacticSources().applyTo(config.getTacticSources()))) {
            throw AssayException.config(
                    "TensorRT refuses tacticSources=" + settings.tacticSources());
        }
    }

    /// The flags to set beyond TensorRT's own, of which TF32 is one.
    ///
    /// A strongly typed network takes its precisions from the model and allows no such flag.
    static Set<BuilderFlag> flags(BuilderSettings settings) {
        Set<BuilderFlag> flags = EnumSet.noneOf(BuilderFlag.class);
        if (!settings.stronglyTyped() && settings.precision() == Precision.TF32) {
            flags.add(BuilderFlag.kTF32);
        } else if (!settings.stronglyTyped() && settings.precision() != Precision.FP32) {
            flags.addAll(WeakTyping.flags(settings.precision()));
        }
        if (settings.sparsity()) {
            flags.add(BuilderFlag.kSPARSE_WEIGHTS);
        }
        if (settings.versionCompatible()) {
            flags.add(BuilderFlag.kVERSION_COMPATIBLE);
        }
        if (settings.directIo()) {
            flags.add(BuilderFlag.kDIRECT_IO);
        }
        if (settings.constraints() != BuilderSettings.Constraints.NONE) {
            flags.add(WeakTyping.flag(settings.constraints()));
        }
        return flags;
    }

    /// What TensorRT reports, defaults resolved.
    static Map<String, String> describe(IBuilderConfig config) {
        List<String> flags = new ArrayList<>();
        for (BuilderFlag flag : BuilderFlag.values()) {
            if (config.getFlag(flag)) {
                flags.add(flag.name().substring(1));
            }
        }
        Map<String, String> facts = new TreeMap<>();
        facts.put("flags", String.join(",", flags));
        facts.put("tf32", Boolean.toString(config.getFlag(BuilderFlag.kTF32)));
        facts.put(
                "builderOptimizationLevel", Integer.toString(config.getBuilderOptimizationLevel()));
        facts.put("avgTiming", Integer.toString(config.getAvgTimingIterations()));
        facts.put("tacticSources", TacticSources.describe(config.getTacticSources()));
        for (MemoryPools.Pool pool : MemoryPools.Pool.values()) {
            facts.put(
                    pool.option() + "MiB",
                    String.format(
                            Locale.ROOT,
                            "%.0f",
                            config.getMemoryPoolLimit(type(pool)) / (double) (1 << 20)));
        }
        return facts;
    }

    private static MemoryPoolType type(MemoryPools.Pool pool) {
        return switch (pool) {
            case WORKSPACE -> MemoryPoolType.kWORKSPACE;
            case TACTIC_SHARED -> MemoryPoolType.kTACTIC_SHARED_MEMORY;
            case TACTIC_DRAM -> MemoryPoolType.kTACTIC_DRAM;
        };
    }
}
