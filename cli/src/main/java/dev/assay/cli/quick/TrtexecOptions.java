package dev.assay.cli.quick;

import dev.assay.core.AssayException;
import dev.assay.core.suite.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/// trtexec's flags that say which engine is built and how it is run, under trtexec's names.
///
/// Flags of precisions are the exception: several of them are a case each, where trtexec lets one
/// engine choose.
public final class TrtexecOptions {
    /// Setting of engines that load plugins: their files, with commas between.
    private static final String PLUGINS = "plugins";

    @Option(names = "--fp16", description = "FP16; several precisions are a column each")
    private boolean fp16;

    @Option(names = "--bf16", description = "BF16")
    private boolean bf16;

    @Option(names = "--int8", description = "INT8, calibrated on --calibration or random rows")
    private boolean int8;

    @Option(names = "--fp8", description = "FP8, for a model with Q/DQ nodes")
    private boolean fp8;

    @Option(names = "--best", description = "FP32 or TF32, FP16, BF16 and INT8, a column each")
    private boolean best;

    @Option(names = "--noTF32", description = "FP32 instead of TF32 where no other is asked for")
    private boolean noTf32;

    @Option(names = "--stronglyTyped", description = "precisions as the model has them")
    private boolean stronglyTyped;

    @Option(
            names = "--minShapes",
            paramLabel = "IN:NxC..",
            description = "least batch that the engine takes")
    private Optional<String> minShapes = Optional.empty();

    @Option(
            names = "--optShapes",
            paramLabel = "IN:NxC..",
            description = "what the engine is tuned for")
    private Optional<String> optShapes = Optional.empty();

    @Option(
            names = "--maxShapes",
            paramLabel = "IN:NxC..",
            description = "largest batch that the engine takes")
    private Optional<String> maxShapes = Optional.empty();

    @Option(
            names = "--shapes",
            paramLabel = "IN:NxC..",
            description = "what is measured; default: --optShapes, free batch 1")
    private Optional<String> shapes = Optional.empty();

    @Option(names = "--useCudaGraph", description = "replay the launch as a CUDA graph")
    private boolean useCudaGraph;

    @Option(names = "--useSpinWait", description = "wait busily for the GPU")
    private boolean useSpinWait;

    @Option(names = "--noDataTransfers", description = "leave tensors on the device")
    private boolean noDataTransfers;

    @Option(names = "--exportTimes", description = "keep the times of every query, in samples/")
    private boolean exportTimes;

    @Option(
            names = {"--plugins", "--staticPlugins", "--dynamicPlugins"},
            paramLabel = "LIB.so",
            split = ",",
            description = "libraries of plugins; repeatable")
    private List<Path> plugins = List.of();

    @Option(
            names = "--builderOptimizationLevel",
            paramLabel = "0-5",
            description = "how long the builder searches")
    private Optional<String> builderOptimizationLevel = Optional.empty();

    @Option(
            names = "--memPoolSize",
            paramLabel = "POOL:MIB",
            description = "memory of tactics, e.g. workspace:4096")
    private Optional<String> memPoolSize = Optional.empty();

    @Option(
            names = "--avgTiming",
            paramLabel = "N",
            description = "timings that a tactic's time is averaged from")
    private Optional<String> avgTiming = Optional.empty();

    @Option(
            names = "--maxAuxStreams",
            paramLabel = "N",
            description = "extra streams inside one inference")
    private Optional<String> maxAuxStreams = Optional.empty();

    @Option(names = "--sparsity", paramLabel = "MODE", description = "disable or enable")
    private Optional<String> sparsity = Optional.empty();

    @Option(names = "--tacticSources", paramLabel = "+-SOURCE", description = "e.g. -CUDNN,+CUBLAS")
    private Optional<String> tacticSources = Optional.empty();

    @Option(
            names = "--layerPrecisions",
            paramLabel = "L:TYPE",
            description = "precision of layers by name, * matches any")
    private Optional<String> layerPrecisions = Optional.empty();

    @Option(
            names = "--precisionConstraints",
            paramLabel = "MODE",
            description = "none, obey or prefer")
    private Optional<String> precisionConstraints = Optional.empty();

    @Option(
            names = "--hardwareCompatibilityLevel",
            paramLabel = "MODE",
            description = "none or ampere+")
    private Optional<String> hardwareCompatibilityLevel = Optional.empty();

    @Option(names = "--versionCompatible", description = "a plan that newer TensorRTs load")
    private boolean versionCompatible;

    @Option(names = "--directIO", description = "no reformatting at inputs and outputs")
    private boolean directIo;

    /// The shapes as they were typed.
    public QuickRequest.ShapeTexts shapeTexts() {
        return new QuickRequest.ShapeTexts(minShapes, optShapes, maxShapes, shapes);
    }

    /// What is asked for, else FP32: with TF32 on a GPU, as in trtexec, unless that is switched
    /// off.
    ///
    /// @param gpu whether the engine computes there
    public List<Precision> precisions(boolean gpu) {
        Precision usual = gpu && !noTf32 ? Precision.TF32 : Precision.FP32;
        List<Precision> asked = new ArrayList<>();
        Map<Precision, Boolean> flags = new LinkedHashMap<>();
        flags.put(usual, best);
        flags.put(Precision.FP16, fp16 || best);
        flags.put(Precision.BF16, bf16 || best);
        flags.put(Precision.INT8, int8 || best);
        flags.put(Precision.FP8, fp8);
        flags.forEach((precision, wanted) -> {
            if (wanted) {
                asked.add(precision);
            }
        });
        return asked.isEmpty() ? List.of(usual) : asked;
    }

    /// Settings of an engine under the names that suites have, which are trtexec's.
    ///
    /// @param gpu whether the engine computes there; the loop has trtexec's defaults then: without
    ///   a graph, and waiting without spinning
    public Map<String, String> engineOptions(boolean gpu) {
        Map<String, String> options = new TreeMap<>();
        if (gpu) {
            options.put("useCudaGraph", Boolean.toString(useCudaGraph));
            options.put("useSpinWait", Boolean.toString(useSpinWait));
        }
        flag(options, "noDataTransfers", noDataTransfers);
        flag(options, "exportTimes", exportTimes);
        flag(options, "versionCompatible", versionCompatible);
        flag(options, "directIO", directIo);
        if (stronglyTyped) {
            options.put("typing", "strong");
        }
        builderOptimizationLevel.ifPresent(it -> options.put("builderOptimizationLevel", it));
        memPoolSize.ifPresent(it -> options.put("memPoolSize", it));
        avgTiming.ifPresent(it -> options.put("avgTiming", it));
        maxAuxStreams.ifPresent(it -> options.put("maxAuxStreams", it));
        sparsity.ifPresent(it -> options.put("sparsity", it));
        tacticSources.ifPresent(it -> options.put("tacticSources", it));
        layerPrecisions.ifPresent(it -> options.put("layerPrecisions", it));
        precisionConstraints.ifPresent(it -> options.put("precisionConstraints", it));
        hardwareCompatibilityLevel.ifPresent(it -> options.put("hardwareCompatibilityLevel", it));
        if (!plugins.isEmpty()) {
            options.put(PLUGINS, plugins());
        }
        return options;
    }

    private static void flag(Map<String, String> options, String name, boolean wanted) {
        if (wanted) {
            options.put(name, "true");
        }
    }

    private String plugins() {
        return plugins.stream()
                .peek(it -> {
                    if (!Files.isRegularFile(it)) {
                        throw AssayException.config("--plugins: there is no file " + it);
                    }
                })
                .map(it -> it.toAbsolutePath().normalize().toString())
                .collect(Collectors.joining(","));
    }
}
